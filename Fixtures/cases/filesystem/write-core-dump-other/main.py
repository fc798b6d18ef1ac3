"""By the call that takes any process."""
import os
import resource

resource.prlimit(os.getpid(), resource.RLIMIT_CORE, (-1, -1))
print(resource.prlimit(0, resource.RLIMIT_CORE)[0])
