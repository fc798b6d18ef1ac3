import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// Machine code that is loaded into the process.
@safe
struct NativeLibraries {
  let state: UnsafeMutablePointer<EngineState>

  // SAFETY (of both): the state is never freed.
  private var library: PythonLibrary { unsafe state.pointee.library }
  private var image: PolicyImage { unsafe state.pointee.image }

  /// Modules of the standard library through which Python code reaches memory and every call, with the
  /// package by whose name they are allowed.
  private static let doors: [String: String] = [
    "_ctypes": "ctypes", "_ctypes_test": "ctypes", "_testcapi": "_testcapi",
    "_testinternalcapi": "_testinternalcapi", "_testlimitedcapi": "_testlimitedcapi",
    "_testclinic": "_testclinic", "_xxtestfuzz": "_xxtestfuzz",
  ]

  /// Where the system keeps its libraries.
  private static let systemFolders = ["/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/"]

  /// Whether an extension module may be loaded; if not, an exception is set.
  func permits(module name: Borrowed, file: String?) -> Bool {
    let text = unsafe library.text(name) ?? ""
    let last = text.split(separator: ".").last.map(String.init) ?? ""
    // CPython's own tests make code of anything, with no event.
    if last.hasPrefix("_test"), Self.doors[last] != nil, file != nil || text == last,
      unsafe !CodeProvenance(state: state).permitsTests(text)
    {
      return false
    }
    guard image.canRefuse(.loadNative) else { return true }
    if let package = Self.doors[last] {
      // In a package of someone else's the name means nothing, but the file would.
      if file == nil, text != last { return true }
      if image.decide(.loadNative, byPackage: package) >= 0 { return refuse(text) }
    }
    guard let file else { return true }
    let path = RealPath.resolve(file)
    if !isAllowed(path), !refuse(text) { return false }
    unsafe hermetic_permit_library(path)
    return true
  }

  private func isAllowed(_ path: String) -> Bool {
    var path = path
    let isKnown = path.withUTF8 { text in
      unsafe state.pointee.standardLibrary?.holds(text) == true
        || image.decide(.loadNative, onPath: text) < 0
        || Packages(state: state).isAllowed(.loadNative, file: text)
    }
    return isKnown
  }

  private func refuse(_ resource: String) -> Bool {
    let verdict = image.defaultVerdict(.loadNative)
    return unsafe Refusal(state: state).inHook(.loadNative, on: resource, verdict) == 0
  }

  /// Decides on an event of a library or of SQLite's extensions.
  func decide(_ call: AuditedCall) -> CInt {
    if call.isCalled("import") { return call.decideModule() }
    if call.isCalled("ctypes.dlopen") {
      if ["ctypes", "cffi"].contains(where: { image.decide(.loadNative, byPackage: $0) < 0 }) {
        return 0
      }
      return refuse("ctypes") ? 0 : -1
    }
    if image.decide(.loadNative, byPackage: "sqlite3") < 0 { return 0 }
    // Switching them off is no way to load one.
    if call.isCalled("sqlite3.enable_load_extension"),
      let flag = unsafe library.item(call.arguments, 1), unsafe library.integer(flag) == 0
    {
      return 0
    }
    return refuse("sqlite3") ? 0 : -1
  }

  /// Whether libc may load a library from a path behind links.
  ///
  /// Any thread may ask, with or without the GIL.
  func permitsLoading(_ path: String) -> Bool {
    var real = path
    if Self.systemFolders.contains(where: { real.hasPrefix($0) }) {
      // Installed packages may be below them.
      if unsafe Packages(state: state).package(of: real) == nil { return true }
    }
    if ["ctypes", "cffi"].contains(where: { image.decide(.loadNative, byPackage: $0) < 0 }) {
      return true
    }
    let isKnown = real.withUTF8 { text in
      unsafe state.pointee.standardLibrary?.holds(text) == true
        || image.decide(.loadNative, onPath: text) < 0
    }
    if isKnown { return true }
    if let package = unsafe Packages(state: state).package(of: real),
      image.decide(.loadNative, byPackage: package) < 0
    {
      return true
    }
    let verdict = image.defaultVerdict(.loadNative)
    return unsafe !Refusal(state: state).inCall(.loadNative, on: real, verdict)
  }
}

@c(hermetic_guard_library) @implementation
func guardLibrary(_ path: UnsafePointer<CChar>) -> UnsafePointer<CChar>? {
  if let permitted = unsafe hermetic_take_permitted_library() { return unsafe permitted }
  guard let state = unsafe EngineState.current, unsafe state.pointee.image.canRefuse(.loadNative)
  else {
    return unsafe path
  }
  let real = unsafe RealPath.resolve(String(cString: path))
  guard unsafe NativeLibraries(state: state).permitsLoading(real) else { return nil }
  unsafe hermetic_permit_library(real)
  return unsafe hermetic_take_permitted_library()
}
