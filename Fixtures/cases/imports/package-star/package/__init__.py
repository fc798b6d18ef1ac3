__all__ = ["secret"]
