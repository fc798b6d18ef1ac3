"""The statement."""
import secret
