"""LoRaWAN: what a network server pushes for each radio message, and what a device's bytes mean.

`envelope.message_in` reads the envelope of any network, `measured.measurements` what was measured.
"""
