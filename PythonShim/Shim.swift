/// The source of the `hermetic` Python package, compiled into the binary: one file to install, and
/// nothing on disk to tamper with.
public enum Shim {
  /// `hermetic/__init__.py`, in UTF-8.
  public static var source: [UInt8] { PackageResources.__init___py }
  /// `hermetic/_guards.py`, in UTF-8: no module, but what stands in for parts of the interpreter.
  public static var guards: [UInt8] { PackageResources._guards_py }
}
