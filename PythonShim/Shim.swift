/// The source of the `hermetic` Python package, compiled into the binary: one file to install, and
/// nothing on disk to tamper with.
public enum Shim {
  /// `hermetic/__init__.py`, in UTF-8.
  public static var source: [UInt8] { PackageResources.__init___py }
}
