"""A sound."""
import wave

print(wave.open("secret").getnframes())
