/// The source of the `hermetic` Python package, compiled into the binary: one file to install, and
/// nothing on disk to tamper with.
public enum Shim {
  /// `hermetic/__init__.py`, in UTF-8.
  public static var source: [UInt8] { PackageResources.__init___py }
  /// `hermetic/_scopes.py` and what follows it, in UTF-8: what importing the package adds to it.
  public static var additions: [[UInt8]] {
    [
      PackageResources._scopes_py, PackageResources._asking_py, PackageResources._seal_py,
      PackageResources._starts_py,
    ]
  }
  /// `hermetic/_pytest_plugin.py` and what it needs first, in UTF-8: the module `hermetic.pytest_plugin`.
  public static var pytestPlugin: [[UInt8]] {
    [
      PackageResources._pytest_wishes_py, PackageResources._pytest_violations_py,
      PackageResources._pytest_plugin_py,
    ]
  }
  /// The package's types, as stub files (PEP 484): names and contents in UTF-8.
  public static var stubs: [(name: String, content: [UInt8])] {
    [
      ("__init__.pyi", PackageResources.__init___pyi),
      ("blocker.pyi", PackageResources.blocker_pyi),
      ("errors.pyi", PackageResources.errors_pyi), ("profiles.pyi", PackageResources.profiles_pyi),
      ("py.typed", []),
    ]
  }
  /// `hermetic/_hosting.py`, in UTF-8: no module, but what a host's calls need of Python.
  public static var hosting: [UInt8] { PackageResources._hosting_py }
  /// `hermetic/_guards.py`, in UTF-8: no module, but what stands in for parts of the interpreter.
  public static var guards: [UInt8] { PackageResources._guards_py }
}
