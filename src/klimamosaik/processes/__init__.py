"""Work in a process apart: what breaks there, never ends or keeps its memory takes nobody along."""
