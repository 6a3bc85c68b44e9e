"""What is said of a building that uses energy or water for nothing."""

from klimamosaik.terms.text import Text

NIGHT = Text(
    "{name}: nachts laufen im Mittel {night:.1n} kW, {share:%} der {work:.1n} kW zur Arbeitszeit "
    "({first:short} bis {last:short}). Üblich sind höchstens {limit:%}; zu holen sind "
    "{saved.low:rough} bis {saved.high:rough} kWh im Jahr.",
    "{name}: {night:.1n} kW run at night on average, {share:%} of the {work:.1n} kW of working "
    "hours ({first:short} to {last:short}). {limit:%} at most are usual; {saved.low:rough} to "
    "{saved.high:rough} kWh a year could be saved.",
)
WEEKEND = Text(
    "{name}: am Wochenende laufen im Mittel {weekend:.1n} kW, nachts nur {night:.1n} kW "
    "({first:short} bis {last:short}). Etwas läuft tags, obwohl niemand da ist; zu holen sind "
    "{saved.low:rough} bis {saved.high:rough} kWh im Jahr.",
    "{name}: {weekend:.1n} kW run at weekends on average, only {night:.1n} kW at night "
    "({first:short} to {last:short}). Something runs by day though nobody is there; "
    "{saved.low:rough} to {saved.high:rough} kWh a year could be saved.",
)
SUMMER_HEATING = Text(
    "{name}: ein Sommertag braucht {warm:rough} kWh, {share:%} eines Wintertags ({first:short} "
    "bis {last:short}). Warmwasser braucht selten mehr als {limit:%}; zu holen sind "
    "{saved.low:rough} bis {saved.high:rough} kWh im Jahr.",
    "{name}: a day in summer takes {warm:rough} kWh, {share:%} of one in winter ({first:short} to "
    "{last:short}). Hot water rarely takes more than {limit:%}; {saved.low:rough} to "
    "{saved.high:rough} kWh a year could be saved.",
)
WATER_RUNS = Text(
    "{name}: vom {first:short} bis {last:short} lief in jeder Stunde Wasser, mindestens "
    "{least:.0n} Liter. Das sind {saved.low:rough} bis {saved.high:rough} m³ im Jahr.",
    "{name}: from {first:short} to {last:short} water ran in every hour, at least {least:.0n} "
    "litres. That is {saved.low:rough} to {saved.high:rough} m³ a year.",
)
GAS_RUNS = Text(
    "{name}: vom {first:short} bis {last:short} lief im Sommer in jeder Stunde Gas, mindestens "
    "{least:.1n} kWh. Das sind {saved.low:rough} bis {saved.high:rough} kWh im Jahr.",
    "{name}: from {first:short} to {last:short}, in summer, gas ran in every hour, at least "
    "{least:.1n} kWh. That is {saved.low:rough} to {saved.high:rough} kWh a year.",
)
NIGHT_UNTOLD = Text(
    "Was nachts und am Wochenende läuft, zeigen erst Werte je Stunde oder feiner.",
    "Only values of hours or finer show what runs at night and at weekends.",
)
SUMMER_UNTOLD = Text(
    "Ob im Sommer geheizt wird, zeigen diese Werte nicht: dafür braucht es Sommer und Winter "
    "eines Jahres in Monaten oder feiner.",
    "These values do not show whether it heats in summer: that takes summer and winter of a year "
    "in months or finer.",
)
LEAK_UNTOLD = Text(
    "Ob etwas ohne Ende läuft, zeigen erst Werte je Stunde oder feiner.",
    "Only values of hours or finer show whether something runs without end.",
)
