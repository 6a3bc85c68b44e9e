"""What is said of a building that uses energy or water for nothing."""

from klimamosaik.terms.text import Text

NIGHT = Text(
    "{name}: nachts laufen im Mittel {night:.1n} kW, {share:%} der {work:.1n} kW zur Arbeitszeit "
    "({first:short} bis {last:short}). Mehr als {limit:%} fällt auf; möglich sind "
    "{saved.low:rough} bis {saved.high:rough} kWh im Jahr weniger.",
    "{name}: {night:.1n} kW run at night on average, {share:%} of the {work:.1n} kW of working "
    "hours ({first:short} to {last:short}). More than {limit:%} stands out; {saved.low:rough} to "
    "{saved.high:rough} kWh a year less are possible.",
)
WEEKEND = Text(
    "{name}: am Wochenende laufen im Mittel {weekend:.1n} kW, nachts nur {night:.1n} kW "
    "({first:short} bis {last:short}). Läuft tags etwas, obwohl niemand da ist? Möglich sind "
    "{saved.low:rough} bis {saved.high:rough} kWh im Jahr weniger.",
    "{name}: {weekend:.1n} kW run at weekends on average, only {night:.1n} kW at night "
    "({first:short} to {last:short}). Does something run by day though nobody is there? "
    "{saved.low:rough} to {saved.high:rough} kWh a year less are possible.",
)
SUMMER_HEATING = Text(
    "{name}: ein Sommertag braucht {warm:rough} kWh, {share:%} eines Wintertags ({first:short} "
    "bis {last:short}). Mehr als {limit:%} fällt auf, auch mit Warmwasser; möglich sind "
    "{saved.low:rough} bis {saved.high:rough} kWh im Jahr weniger.",
    "{name}: a day in summer takes {warm:rough} kWh, {share:%} of one in winter ({first:short} to "
    "{last:short}). More than {limit:%} stands out, also with hot water; {saved.low:rough} to "
    "{saved.high:rough} kWh a year less are possible.",
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
    "Ob etwas ununterbrochen läuft, zeigen erst Werte je Stunde oder feiner.",
    "Only values of hours or finer show whether something never stops running.",
)
