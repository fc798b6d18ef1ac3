"""Limits of another kind, and none on dumps from the start."""
import resource

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (300, hard))
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
