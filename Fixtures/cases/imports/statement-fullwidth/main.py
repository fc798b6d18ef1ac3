"""An identifier that Python normalises to the denied name."""
import ｓecret
