import CHermetic
import HermeticPolicy

/// The frame that a scope is entered or left by.
@safe
struct FrameOwner {
  /// Where it is while it runs or waits.
  let address: UnsafeRawPointer
  let code: UnsafeRawPointer?
  /// Whether it is of a generator or a coroutine: it can be left and come back to, from elsewhere.
  let isGenerator: Bool
  /// The innermost frame, by its address: another, where that acts for this one.
  let caller: UnsafeRawPointer
  /// Whether `contextlib`'s own code is innermost.
  private(set) var isByContextlib = false
  /// Whether it is the engine's own, a decorated function's; told only of who is looked at by itself.
  private(set) var isEngine = false

  init(address: UnsafeRawPointer, code: UnsafeRawPointer?) {
    unsafe self.address = address
    unsafe self.code = code
    unsafe caller = address
    isGenerator = true
  }

  /// `CO_GENERATOR`, `CO_COROUTINE`, `CO_ITERABLE_COROUTINE` and `CO_ASYNC_GENERATOR`.
  private static let generatorFlags = 0x20 | 0x80 | 0x100 | 0x200

  /// The innermost frame; or the one that `contextlib` acts for (an `ExitStack`), and with `throughManagers` also
  /// the one that a generator does, which is a context manager.
  ///
  /// Nil where no Python code asks.
  init?(_ state: UnsafeMutablePointer<EngineState>, throughManagers: Bool) {
    let library = unsafe state.pointee.library
    let table = unsafe library.table
    guard let first = unsafe table.pointee.PyEval_GetFrame() else { return nil }
    unsafe caller = hermetic_frame_address(first)
    unsafe table.pointee.Py_IncRef(first)
    var frame = unsafe Owned(first, library)
    while true {
      let code = unsafe Owned(table.pointee.PyFrame_GetCode(frame.object), library)
      if unsafe state.pointee.contextlibCodes.contains(UnsafeRawPointer(code.object)) {
        guard let back = unsafe table.pointee.PyFrame_GetBack(frame.object) else { return nil }
        frame = unsafe Owned(back, library)
        isByContextlib = true
        continue
      }
      let isGenerator = Self.flags(of: code, library) & Self.generatorFlags != 0
      if isGenerator, throughManagers,
        let back = unsafe table.pointee.PyFrame_GetBack(frame.object)
      {
        let outer = unsafe Owned(back, library)
        let code = unsafe Owned(table.pointee.PyFrame_GetCode(outer.object), library)
        if unsafe state.pointee.contextlibCodes.contains(UnsafeRawPointer(code.object)) {
          frame = consume outer
          continue
        }
      }
      unsafe address = hermetic_frame_address(frame.object)
      unsafe self.code = UnsafeRawPointer(code.object)
      self.isGenerator = isGenerator
      if !throughManagers { isEngine = Self.isEngine(code, library) }
      return
    }
  }

  private static func flags(of code: borrowing Owned, _ library: PythonLibrary) -> Int {
    guard let flags = unsafe library.attribute(code.object, "co_flags") else {
      return generatorFlags
    }
    return unsafe library.integer(flags.object) ?? generatorFlags
  }

  private static func isEngine(_ code: borrowing Owned, _ library: PythonLibrary) -> Bool {
    guard let file = unsafe library.attribute(code.object, "co_filename") else { return false }
    return unsafe library.withWholeText(file.object) { unsafe $0.elementsEqual("<hermetic>".utf8) }
      ?? false
  }
}
