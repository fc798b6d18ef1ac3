/// Something that a policy refused.
public struct Violation: Hashable, Sendable {
  /// What was refused, as people read it: `network disabled: DNS(example.com)`.
  public let message: String
  /// The number of the rule that says so, or -1.
  public let rule: Int32
  /// Who did it, where Python code did.
  public let caller: Caller?

  /// A place in Python code.
  public struct Caller: Hashable, Sendable {
    public let file: String
    public let line: Int
    public let function: String
    /// The installed distribution that the file is of, as `name version`, where that was asked for.
    public let distribution: String?

    public init(file: String, line: Int, function: String, distribution: String? = nil) {
      self.file = file
      self.line = line
      self.function = function
      self.distribution = distribution
    }
  }

  /// What the action was wanted for: what stands in the message's parentheses.
  public var target: String {
    guard let open = message.firstIndex(of: "("), let close = message.lastIndex(of: ")"),
      open < close
    else { return "" }
    return String(message[message.index(after: open)..<close])
  }

  public init(message: String, rule: Int32, caller: Caller?) {
    self.message = message
    self.rule = rule
    self.caller = caller
  }

  /// A refusal of `action` on `resource`, with what a terminal would obey made visible.
  ///
  /// `note` follows the resource where that alone would not explain it.
  public init(
    _ action: Action, on resource: String, note: String? = nil, rule: Int32, caller: Caller?
  ) {
    let shown = Self.printable(resource)
    let note = note.map { " " + $0 } ?? ""
    self.init(
      message: "\(action.family.phrase): \(action.label)(\(shown))\(note)", rule: rule,
      caller: caller)
  }

  private static func printable(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      // The log has room for so much, and a target that ends where it should.
      if shown.utf8.count > 300 { return shown + "…" }
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned:
        shown += "\\x{" + String(scalar.value, radix: 16) + "}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
