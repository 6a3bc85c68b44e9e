"""What many write: a paho loop that puts JSON into SQLite, 500 at a time.

    python -m klimamosaik.web.bench.plain_loop PORT NAME PASSWORD COUNT FILE

It acknowledges before it stores, knows no datastream, and has no key. It ends after COUNT.
"""

import json
import sqlite3
import sys

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

TOGETHER = 500


def main() -> None:
    """Store what comes."""
    port, name, password, count, file = sys.argv[1:]
    database = sqlite3.connect(file)
    database.execute("CREATE TABLE reading (topic TEXT, time TEXT, result REAL)")
    rows: list[tuple[str, str, float]] = []
    left = [int(count)]

    def received(client: paho.Client, _: object, message: paho.MQTTMessage) -> None:
        body = json.loads(message.payload)
        rows.append((message.topic, body["phenomenonTime"], body["result"]))
        left[0] -= 1
        if len(rows) == TOGETHER or not left[0]:
            database.executemany("INSERT INTO reading VALUES (?, ?, ?)", rows)
            database.commit()
            rows.clear()
        if not left[0]:
            client.disconnect()

    client = paho.Client(CallbackAPIVersion.VERSION2, client_id="plain", clean_session=False)
    client.username_pw_set(name, password)
    client.on_message = received
    client.on_subscribe = lambda *_: print("ready", flush=True)
    client.connect("127.0.0.1", int(port))
    client.subscribe("create/#", 1)
    client.loop_forever()


if __name__ == "__main__":
    main()
