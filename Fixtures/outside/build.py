"""Machine code for fixtures: libraries that speak up as soon as they are loaded, whatever becomes of it, and `attacker/`,
a program that tries what native code can."""
import glob
import os
import shutil
import subprocess

SPEAK = r"""
#include <unistd.h>
__attribute__((constructor)) static void speak(void) { if (write(1, "data\n", 5)) {} }
"""
#: What SQLite, Tcl and the loader's audit interface (rtld-audit(7)) want to find.
ENTRIES = """
int sqlite3_extension_init(void) { return 0; }
int Library_Init(void *interpreter) { return 0; }
unsigned la_version(unsigned version) { return version; }
"""
MODULE = """
#include <Python.h>
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "NAME"};
PyMODINIT_FUNC PyInit_NAME(void) { return PyModuleDef_Init(&module); }
"""


def extension(path, name="native"):
    """Builds an extension module for the fixture's interpreter."""
    ask = "import sysconfig; print(sysconfig.get_path('include'))"
    include = subprocess.check_output([os.environ["WORLD_PYTHON"], "-I", "-c", ask]).decode().strip()
    compile_shared(path, MODULE.replace("NAME", name) + SPEAK, "-I" + include)


def library(path):
    """Builds a library that several programs would load."""
    compile_shared(path, SPEAK + ENTRIES)


def attacker(*names):
    """Puts the attacker here: `attacker`, a static program, `attacker-dynamic`, and `attacker.so`, a library with `attack`."""
    kinds = {"attacker": ["-static"], "attacker-dynamic": [], "attacker.so": ["-shared", "-fPIC"]}
    for name in names or ("attacker",):
        built = os.path.join(os.environ["WORLD_BUILT"], name)
        if not os.path.exists(built):
            sources = glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "attacker", "*.c"))
            # The linker warns of getaddrinfo in a static program; the program runs where it was built.
            subprocess.run(["cc", "-O1", "-pthread", *kinds[name], "-o", built, *sources], check=True, stderr=subprocess.DEVNULL)
        shutil.copy(built, name)


def compile_shared(path, code, *options):
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    subprocess.run(["cc", "-shared", "-fPIC", *options, "-o", path, "-xc", "-"], input=code.encode(), check=True)
