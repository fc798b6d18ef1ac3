"""What cffi is made of."""
import _cffi_backend
