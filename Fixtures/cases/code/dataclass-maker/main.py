"""The function by which dataclasses makes functions."""
import dataclasses

dataclasses._create_fn("work", [], ["print('data')"])()
