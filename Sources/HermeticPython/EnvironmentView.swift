import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// The environment as a program sees it, under a policy on it.
///
/// The block itself has been rid of what is not allowed before the interpreter started; what is left
/// there for the system and the standard library is still not the program's to read.
@safe
struct EnvironmentView {
  let state: UnsafeMutablePointer<EngineState>

  /// What is in force where it is asked.
  private let image: PolicyImage

  init(state: UnsafeMutablePointer<EngineState>) {
    unsafe self.state = state
    image = unsafe state.pointee.image
  }

  // SAFETY: the state is never freed.
  private var library: PythonLibrary { unsafe state.pointee.library }

  /// Puts the view in the place of the dictionary that `os.environ` is made of, and in `os.environ`
  /// itself if that has been made.
  func install() {
    guard unsafe state.pointee.watched.contains(.readEnvironment) else { return }
    if unsafe state.pointee.hasEnvironmentView { return guardReading() }
    guard let posix = module("posix"), let guards = ShimModule(library: library).guards(),
      let type = unsafe library.table.pointee.PyDict_GetItemString(guards.object, "Environment"),
      let view = unsafe library.call(type)
    else { return }
    _ = unsafe library.table.pointee.PyObject_SetAttrString(posix.object, "environ", view.object)
    unsafe state.pointee.hasEnvironmentView = true
    if let os = module("os") {
      for name in ["environ", "environb"] {
        guard let mapping = unsafe library.attribute(os.object, name) else { continue }
        _ = unsafe library.table.pointee.PyObject_SetAttrString(
          mapping.object, "_data", view.object)
      }
    }
    unsafe library.table.pointee.PyErr_Clear()
    guardReading()
  }

  /// Lets `os.environ` raise violations, once it has been made.
  private func guardReading() {
    guard let os = module("os"), let kind = unsafe library.attribute(os.object, "_Environ"),
      let guards = ShimModule(library: library).guards(),
      let guardKind = unsafe library.table.pointee.PyDict_GetItemString(
        guards.object, "guard_environment")
    else { return }
    _ = unsafe library.call(guardKind, [kind.object])
    unsafe library.table.pointee.PyErr_Clear()
  }

  private func module(_ name: String) -> Owned? {
    guard let name = library.string(name),
      let found = unsafe library.table.pointee.PyImport_GetModule(name.object)
    else { return nil }
    return unsafe Owned(found, library)
  }

  /// Whether the library asks for a purpose of its own.
  private func isOwnUse(
    _ files: [StaticString] = LibraryUse.readingEnvironment, writes: Bool = false
  )
    -> Bool
  {
    guard let layout = unsafe state.pointee.standardLibrary else { return true }
    var isOwn = false
    _ = Frames(library: library, layout: layout).visit { entry in
      switch entry.owner {
      case .engine: return false
      case .other: return true
      case .library, .frozen: break
      }
      if entry.isIn("os.py") || entry.isIn("<frozen os>") {
        guard !writes, LibraryUse.osReadingEnvironment.contains(where: { entry.isCalled($0) })
        else {
          return false
        }
        isOwn = true
        return true
      }
      let isAccess = LibraryUse.environmentAccess.contains { file, functions in
        entry.isIn(file) && (functions.isEmpty || functions.contains { entry.isCalled($0) })
      }
      if isAccess { return false }
      isOwn = files.contains { entry.isWithin($0) }
      return true
    }
    return isOwn
  }

  /// The verdict on reading a variable, before who asks is looked at.
  private func verdict(_ name: UnsafeBufferPointer<UInt8>) -> PolicyImage.Verdict {
    let verdict = unsafe image.decide(.readEnvironment, onVariable: name)
    guard verdict >= 0, unsafe state.pointee.writtenVariables.contains(Array(name)) else {
      return verdict
    }
    return PolicyImage.allowed
  }

  /// A new reference to a variable's value; null with an exception set.
  func value(_ name: Borrowed) -> Borrowed? {
    let found = unsafe library.withText(name) { text -> Borrowed?? in
      let verdict = unsafe verdict(text)
      if verdict >= 0, !isOwnUse() {
        let isAbsent =
          unsafe image.isAbsentWhenRefused(.readEnvironment) || !state.pointee.hasBegun
        if !isAbsent,
          unsafe Refusal(state: state).inHook(
            .readEnvironment, on: describe(text), verdict) != 0
        {
          return unsafe .some(nil)
        }
        // Only reported: what is not there is not there, whoever asks.
        if isAbsent { return nil }
      }
      if let found = unsafe raw(text) { return unsafe .some(found) }
      return verdict < 0 ? unsafe granted(text).map { unsafe .some($0) } : nil
    }
    if let found = unsafe found, let value = unsafe found { return unsafe value }
    unsafe library.table.pointee.PyErr_SetObject(library.keyError, name)
    return nil
  }

  private func raw(_ name: UnsafeBufferPointer<UInt8>) -> Borrowed? {
    // SAFETY: `withText` lends text that a null byte follows.
    guard let start = name.baseAddress,
      let value = unsafe start.withMemoryRebound(
        to: CChar.self, capacity: name.count + 1, { unsafe getenv($0) })
    else { return nil }
    return unsafe library.table.pointee.PyBytes_FromStringAndSize(value, strlen(value))
  }

  private func isSet(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let found = unsafe raw(name)
    unsafe library.table.pointee.Py_DecRef(found)
    return unsafe found != nil
  }

  /// The value of a variable that is for those who are granted it.
  private func granted(_ name: UnsafeBufferPointer<UInt8>) -> Borrowed? {
    let value = unsafe state.pointee.grantableVariables[Array(name)]
    return unsafe value?.withUnsafeBytes { bytes in
      unsafe library.table.pointee.PyBytes_FromStringAndSize(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
  }

  /// A new list of the names that the caller may read.
  func names() -> Borrowed? {
    guard let list = unsafe library.table.pointee.PyList_New(0) else { return nil }
    let isOwn = isOwnUse()
    var index = 0
    while let entry = unsafe hermetic_environment_entry(index) {
      index += 1
      let length = unsafe strcspn(entry, "=")
      let isReadable = unsafe entry.withMemoryRebound(to: UInt8.self, capacity: length) {
        unsafe isOwn || verdict(UnsafeBufferPointer(start: $0, count: length)) < 0
      }
      guard isReadable,
        let name = unsafe library.table.pointee.PyBytes_FromStringAndSize(entry, length)
      else { continue }
      _ = unsafe library.table.pointee.PyList_Append(list, name)
      unsafe library.table.pointee.Py_DecRef(name)
    }
    for name in unsafe state.pointee.grantableVariables.keys {
      let isReadable = unsafe name.withUnsafeBufferPointer { name in
        unsafe verdict(name) < 0 && !isSet(name)
      }
      guard isReadable,
        let text = unsafe name.withUnsafeBytes({ bytes in
          unsafe library.table.pointee.PyBytes_FromStringAndSize(
            bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        })
      else { continue }
      _ = unsafe library.table.pointee.PyList_Append(list, text)
      unsafe library.table.pointee.Py_DecRef(text)
    }
    return unsafe list
  }

  /// Whether a variable may be set or removed; if not, an exception is set.
  func permitsWriting(_ name: Borrowed, removes: Bool) -> Bool {
    unsafe library.withText(name) { text in
      let verdict = unsafe image.decide(.writeEnvironment, onVariable: text)
      if verdict >= 0, unsafe state.pointee.hasBegun,
        !isOwnUse(LibraryUse.writingEnvironment, writes: true)
      {
        guard
          unsafe Refusal(state: state).inHook(.writeEnvironment, on: describe(text), verdict) == 0
        else { return false }
      }
      guard unsafe state.pointee.hasEnvironmentView else { return true }
      let value = unsafe raw(text)
      hermetic_note_removal(unsafe value != nil ? 1 : 0)
      unsafe library.table.pointee.Py_DecRef(value)
      if removes {
        unsafe state.pointee.writtenVariables.remove(Array(text))
      } else if unsafe image.decide(.readEnvironment, onVariable: text) >= 0 {
        // Who may not read the environment may read what it has put there; not what others have.
        unsafe state.pointee.writtenVariables.insert(Array(text))
      }
      return true
    } ?? true
  }
}

@c(hermetic_native_environment_get) @implementation
func environmentGet(_ name: OpaquePointer) -> OpaquePointer? {
  guard let state = unsafe EngineState.current else { return nil }
  return unsafe EnvironmentView(state: state).value(name)
}

@c(hermetic_native_environment_names) @implementation
func environmentNames() -> OpaquePointer? {
  guard let state = unsafe EngineState.current else { return nil }
  return unsafe EnvironmentView(state: state).names()
}

@c(hermetic_native_environment_removed) @implementation
func environmentRemoved(_ name: OpaquePointer) -> OpaquePointer? {
  guard let library = unsafe EngineState.current?.pointee.library else { return nil }
  guard hermetic_take_removal() != 0 else {
    unsafe library.table.pointee.PyErr_SetObject(library.keyError, name)
    return nil
  }
  return unsafe library.newNone()
}
