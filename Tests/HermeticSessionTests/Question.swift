import HermeticPolicy
import HermeticSession

/// Something that a policy can be asked.
enum Question: CustomStringConvertible {
  case name(Action, String, port: UInt16?)
  case address(Action, IPAddress, port: UInt16?)
  case unixSocket(Action, String)
  /// By the path that it really has, in whatever bytes.
  case path(Action, [UInt8])
  case variable(Action, [UInt8])
  case module(String, importer: String)
  case command([UInt8], arguments: [String])
  case package(Action, String)
  case part(Action, String)

  var action: Action {
    switch self {
    case .name(let action, _, _), .address(let action, _, _), .unixSocket(let action, _),
      .path(let action, _), .variable(let action, _), .package(let action, _),
      .part(let action, _):
      action
    case .module: .importModule
    case .command: .spawn
    }
  }

  var description: String {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    let resource =
      switch self {
      case .name(_, let name, let port): "\(name) \(String(describing: port))"
      case .address(_, let address, let port): "\(address) \(String(describing: port))"
      case .unixSocket(_, let path): path
      case .path(_, let path): text(path)
      case .variable(_, let name): text(name)
      case .module(let name, let importer): "\(name) for \(importer)"
      case .command(let path, let arguments): "\(text(path)) \(arguments)"
      case .package(_, let name), .part(_, let name): name
      }
    return "\(action) \(resource)"
  }
}

extension TestImage {
  func allows(_ question: Question) -> Bool { verdict(question) == PolicyImage.allowed }

  func verdict(_ question: Question) -> PolicyImage.Verdict {
    // SAFETY (of all): the bytes live as long as the call.
    switch question {
    case .name(let action, let name, let port): verdict(action, name: name, port: port)
    case .address(let action, let address, let port):
      image.decide(action, on: address, port: port, book: nil)
    case .unixSocket(let action, let path): image.decide(action, onUnixSocketAt: path)
    case .path(let action, let path):
      unsafe path.withUnsafeBufferPointer { unsafe image.decide(action, onPath: $0) }
    case .variable(let action, let name):
      unsafe name.withUnsafeBufferPointer { unsafe image.decide(action, onVariable: $0) }
    case .module(let name, let importer): verdict(module: name, importer: importer)
    case .command(let path, let arguments):
      unsafe path.withUnsafeBufferPointer {
        unsafe image.decide(onCommand: $0) { index, wanted in
          unsafe index <= arguments.count && arguments[index - 1].utf8.elementsEqual(wanted)
        }
      }
    case .package(let action, let name): image.decide(action, byPackage: name)
    case .part(let action, let name): image.decide(action, onPart: name)
    }
  }

  /// As whoever knows who asks weighs the rules that are found.
  private func verdict(module name: String, importer: String) -> PolicyImage.Verdict {
    var found: [Rule.Effect: PolicyImage.Verdict] = [:]
    // SAFETY: the bytes live as long as the call.
    unsafe Array(name.utf8).withUnsafeBufferPointer { bytes in
      unsafe image.forEachModuleRule(bytes) { effect, rule, asked in
        if unsafe asked.isEmpty || asked.elementsEqual(importer.utf8) { found[effect] = rule }
        return false
      }
    }
    if let rule = found[.refuse] { return rule }
    if found[.allowNamed] != nil { return PolicyImage.allowed }
    if let rule = found[.refuseUnlessNamed] { return rule }
    return found[.allow] != nil ? PolicyImage.allowed : image.defaultVerdict(.importModule)
  }

  /// Whether a folder may move, as the questions about it on the way decide.
  func lets(_ action: Action, move old: String, to new: String) -> Bool {
    var (old, new) = (old, new)
    let verdict = old.withUTF8 { old in
      new.withUTF8 { new in unsafe image.refusal(action, moving: old, to: new) }
    }
    return verdict == PolicyImage.allowed
  }
}
