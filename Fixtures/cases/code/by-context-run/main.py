"""A context runs eval."""
import contextvars

contextvars.Context().run(eval, "print('data')", {})
