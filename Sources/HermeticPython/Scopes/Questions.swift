import CHermetic
import HermeticPolicy
import HermeticSession

// What Python code asks of the engine: `hermetic.check`, `policy`, `violations` and `on_violation`.

extension PythonLibrary {
  /// A new tuple; null with an exception set.
  fileprivate func tuple(_ values: [Value]) -> Borrowed? {
    guard let list = unsafe table.pointee.PyList_New(0) else { return nil }
    let owned = unsafe Owned(list, self)
    for value in values {
      let made: Borrowed?
      switch value {
      case .text(let text):
        unsafe made = table.pointee.PyUnicode_DecodeUTF8(text, text.utf8.count, nil)
      case .number(let number): unsafe made = table.pointee.PyLong_FromLong(number)
      case .truth(let truth): unsafe made = table.pointee.PyBool_FromLong(truth ? 1 : 0)
      case .nothing: unsafe made = newNone()
      }
      guard let made = unsafe made else { return nil }
      let item = unsafe Owned(made, self)
      guard unsafe table.pointee.PyList_Append(owned.object, item.object) == 0 else { return nil }
    }
    return unsafe table.pointee.PyList_AsTuple(owned.object)
  }

  fileprivate enum Value {
    case text(String), number(Int), truth(Bool), nothing
  }

  /// A new list of tuples; null with an exception set.
  fileprivate func list(_ rows: [[Value]]) -> Borrowed? {
    guard let list = unsafe table.pointee.PyList_New(0) else { return nil }
    for row in rows {
      guard let made = unsafe tuple(row) else {
        unsafe table.pointee.Py_DecRef(list)
        return nil
      }
      _ = unsafe table.pointee.PyList_Append(list, made)
      unsafe table.pointee.Py_DecRef(made)
    }
    return unsafe list
  }
}

@c(hermetic_asked_check) @implementation
func askedCheck(_ question: OpaquePointer) -> OpaquePointer? {
  guard let state = unsafe EngineState.current else { return nil }
  let library = unsafe state.pointee.library
  let name = unsafe library.text(library.item(question, 0)) ?? ""
  let resource = unsafe library.text(library.item(question, 1)) ?? ""
  switch unsafe state.pointee.image.verdict(on: name, resource) {
  case .success(let verdict):
    let origin = unsafe state.pointee.image.origin(verdict)
    return unsafe library.tuple([
      .truth(verdict < 0), verdict < 0 ? .nothing : .text(origin),
    ])
  case .failure(let error):
    unsafe library.table.pointee.PyErr_SetString(library.valueError, error.description)
    return nil
  }
}

extension PolicyImage {
  /// The verdict on a resource that is written as on the command line.
  fileprivate func verdict(on name: String, _ resource: String) -> Result<Verdict, PolicyError> {
    let short: [String: Action] = [
      "read": .readFile, "list": .listFiles, "write": .writeFile, "run": .spawn,
      "env": .readEnvironment, "import": .importModule, "native": .loadNative,
    ]
    guard let action = short[name] ?? Action.allCases.first(where: { $0.name == name }) else {
      return .failure(
        PolicyError(
          .invalidValue, name,
          "is no action: "
            + (Action.allCases.map(\.name) + short.keys.sorted()).joined(separator: ", ")))
    }
    var text = resource
    switch action {
    case .resolve, .connect, .send, .bind, .listen:
      if text.hasPrefix("/") { return .success(decide(action, onUnixSocketAt: text)) }
      do throws(PolicyError) {
        switch try Pattern.destination(text) {
        case .domain(let host, _, let port):
          var name = host.description
          return .success(
            name.withUTF8 { unsafe decide(action, on: $0, port: port.number) })
        case .addresses(let block, let port):
          guard block.prefix == 128 else {
            throw PolicyError(.invalidValue, text, "is a block of addresses, not one")
          }
          return .success(decide(action, on: block.base, port: port.number, book: book))
        case .unixSocket, .path, .variable, .command, .module, .package, .part:
          return .success(defaultVerdict(action))
        }
      } catch {
        return .failure(error)
      }
    case .readFile, .listFiles, .writeFile, .spawn:
      if !text.hasPrefix("/") { text = (ScopeRequest.folder ?? "") + "/" + text }
      text = RealPath.resolveAsFarAsItGoes(text)
      if text == "/" { text = "" }
      return .success(
        text.withUTF8 { path in
          action == .spawn
            ? unsafe decide(onCommand: path) { _, _ in false }
            : unsafe decide(action, onPath: path)
        })
    case .inheritEnvironment, .readEnvironment, .writeEnvironment:
      return .success(text.withUTF8 { unsafe decide(action, onVariable: $0) })
    case .importModule: return .success(decideImport(text))
    case .loadNative, .executeCode:
      return .success(decide(action, byPackage: PolicyOption.normalized(text)))
    case .mutateInterpreter: return .success(decide(action, onPart: text))
    case .openSocket, .configureSocket, .configureResolver, .fork:
      return .success(defaultVerdict(action))
    }
  }

  private func decideImport(_ name: String) -> Verdict {
    for layer in layers {
      var name = name
      var refusal: Verdict?
      var isAllowed = false
      name.withUTF8 { text in
        unsafe layer.alone.forEachModuleRule(text) { effect, rule, importer in
          if effect.refuses { refusal = rule } else if unsafe importer.isEmpty { isAllowed = true }
          return false
        }
      }
      if let refusal { return refusal }
      let byDefault = layer.alone.defaultVerdict(.importModule)
      if byDefault >= 0, !isAllowed { return byDefault }
    }
    return Self.allowed
  }
}

extension Pattern.Port {
  fileprivate var number: UInt16? {
    switch self {
    case .any: nil
    case .only(let number): number
    }
  }
}

@c(hermetic_asked_rules) @implementation
func askedRules(_ unused: OpaquePointer) -> OpaquePointer? {
  guard let state = unsafe EngineState.current else { return nil }
  let library = unsafe state.pointee.library
  let image = unsafe state.pointee.image
  var rows: [[PythonLibrary.Value]] = []
  for layer in Array(image.layers).reversed() {
    for rule in layer.alone.writtenRules {
      rows.append([
        .text(rule.effect), .text(rule.actions.map(\.name).joined(separator: " ")),
        .text(rule.resource), .text(rule.origin),
      ])
    }
  }
  for (kind, text, origin) in image.grantables {
    rows.append([.text("grantable"), .text(""), .text("\(kind):\(text)"), .text(origin)])
  }
  return unsafe library.list(rows)
}

@c(hermetic_asked_log) @implementation
func askedLog(_ unused: OpaquePointer) -> OpaquePointer? {
  guard let state = unsafe EngineState.current else { return nil }
  let session = unsafe state.pointee.session
  let rows = session.log.entries.map { entry -> [PythonLibrary.Value] in
    let caller = entry.violation.caller
    let origin = entry.origin.isEmpty ? session.image.origin(entry.violation.rule) : entry.origin
    return [
      .text(entry.violation.message), .number(entry.count), .text(origin),
      .text(caller?.file ?? ""), .number(caller?.line ?? 0), .text(caller?.function ?? ""),
    ]
  }
  return unsafe state.pointee.library.list(rows)
}

@c(hermetic_asked_command) @implementation
func askedCommand(_ unused: OpaquePointer) -> OpaquePointer? {
  guard let state = unsafe EngineState.current else { return nil }
  return unsafe state.pointee.library.tuple(
    ([state.pointee.carriesPolicy ? "1" : "0"] + state.pointee.command).map { .text($0) })
}

@c(hermetic_asked_observe) @implementation
func askedObserve(_ callable: OpaquePointer) -> OpaquePointer? {
  guard let library = unsafe EngineState.current?.pointee.library,
    unsafe hermetic_keep(library.table, "hermetic.observed", callable) == 0
  else { return nil }
  return unsafe library.newNone()
}
