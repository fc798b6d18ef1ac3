import CHermetic
import HermeticPolicy
import HermeticSession

// Code, modules, libraries, and the interpreter's parts.

extension AuditedCall {
  /// What is not decided here stands in the row of code's guards.
  func decideCode() -> CInt {
    let execution = unsafe CodeExecution(state: state)
    let provenance = unsafe CodeProvenance(state: state)
    let first = unsafe library.item(arguments, 0)
    let second = unsafe library.item(arguments, 1)
    let isPermitted: Bool
    if let code = unsafe first, isCalled("exec") || isCalled("function.__new__") {
      unsafe HostedScope.current?.own(code, isExecuted: isCalled("exec"))
    }
    if isCalled("exec") {
      let isFirst = unsafe state.pointee.isStart(library)
      if isFirst { unsafe LibraryChild.begin(first, state) }
      let isStart = announced(hermetic_announces_start) || isFirst
      isPermitted =
        unsafe announced(hermetic_announces_exec) || execution.permits(.exec, first)
      // What the code does in its turn has not been announced.
      hermetic_withdraw_announcements()
      guard isPermitted, unsafe isStart || ImportGuard(state: state).permits(code: first) else {
        return -1
      }
      return unsafe InterpreterParts(state: state).verify()
    } else if isCalled("compile") {
      // What the guard on `compile` does not announce, the interpreter does for itself: on the way to a
      // program, or for the carets of a traceback. It keeps the result.
      isPermitted =
        unsafe hermetic_has_announced(CInt(hermetic_announces_compile.rawValue)) == 0
        || provenance.permitsCompiling(first, name: second)
    } else if isCalled("marshal.loads") {
      isPermitted =
        unsafe announced(hermetic_announces_load)
        || execution.permits(.marshal, first) && provenance.permitsLoading(first)
    } else if isCalled("marshal.load") {
      isPermitted =
        unsafe announced(hermetic_announces_load) || execution.permits(.marshal, nil)
    } else if isCalled("pickle.find_class") {
      isPermitted = unsafe execution.permits(.pickle, nil)
    } else if isCalled("code.__new__") {
      isPermitted =
        unsafe announced(hermetic_announces_copy)
        || execution.permits(.code, first) && provenance.permitsMaking(name: second)
    } else {
      isPermitted =
        unsafe execution.permits(.function, first) && ImportGuard(state: state).permits(code: first)
    }
    return isPermitted ? 0 : -1
  }

  private func announced(_ event: hermetic_announcement) -> Bool {
    unsafe hermetic_take_announced(
      CInt(event.rawValue), UnsafeRawPointer(library.table.pointee.PyEval_GetFrame()),
      UnsafeRawPointer(library.table.pointee.PyInterpreterState_Get())) != 0
  }

  /// A module about to be found, or an extension module about to be loaded from a file.
  func decideModule() -> CInt {
    prepareForImport()
    guard unsafe InterpreterParts(state: state).verify() == 0 else { return -1 }
    guard let name = unsafe library.item(arguments, 0) else { return 0 }
    let file = unsafe library.item(arguments, 1).flatMap { unsafe library.text($0) }
    guard unsafe NativeLibraries(state: state).permits(module: name, file: file) else { return -1 }
    return unsafe ImportGuard(state: state).permits(name, file: file) ? 0 : -1
  }

  func decideLibrary() -> CInt {
    unsafe NativeLibraries(state: state).decide(self)
  }

  func decidePart(_ argument: AuditEvent.Argument) -> CInt {
    if isCalled("import") { return decideModule() }
    let part: String
    if argument == .attribute {
      guard let name = unsafe library.text(library.item(arguments, 1)), name == "__code__" else {
        return 0
      }
      let code = unsafe library.item(arguments, 2)
      if let code = unsafe code { unsafe HostedScope.current?.own(code, isExecuted: false) }
      guard unsafe ImportGuard(state: state).permits(code: code) else { return -1 }
      guard image.canRefuse(.mutateInterpreter),
        unsafe !CodeProvenance(state: state).permitsReplacing(
          library.item(arguments, 0), by: code)
      else { return 0 }
      part = "code"
    } else if isCalled("os.chdir") {
      part = "cwd"
    } else if isCalled("sys.addaudithook") {
      part = "audit"
    } else if isCalled("sys.settrace") || isCalled("sys.setprofile"),
      announced(hermetic_announces_watch)
    {
      return 0
    } else {
      part = "trace"
    }
    return unsafe InterpreterParts(state: state).permits(part) ? 0 : -1
  }

  func decideVariable() -> CInt {
    guard let name = unsafe library.item(arguments, 0) else { return 0 }
    let text = unsafe library.text(name) ?? ""
    if let (action, verdict) = image.refusal(ofVariable: text) {
      return refuse(action, on: text, verdict)
    }
    return unsafe EnvironmentView(state: state).permitsWriting(
      name, removes: isCalled("os.unsetenv"))
      ? 0 : -1
  }
}
