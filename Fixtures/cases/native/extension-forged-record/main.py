"""A list of files beside the program that says it is the allowed distribution's."""
import native
