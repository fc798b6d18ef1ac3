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
    /// The file, as the code object names it.
    public let file: String
    /// The line, counted from one.
    public let line: Int
    /// The function; `<module>` outside of one.
    public let function: String
    /// The installed distribution that the file is of, as `name version`, where that was asked for.
    public let distribution: String?

    /// A place from its parts.
    public init(file: String, line: Int, function: String, distribution: String? = nil) {
      self.file = file
      self.line = line
      self.function = function
      self.distribution = distribution
    }
  }

  /// What was refused, by what its message opens with.
  public var family: Family? {
    Action.allCases.first { message.hasPrefix($0.phrase + ": ") }?.family
  }

  /// What the action was wanted for: what follows the phrase, or stands in parentheses there.
  public var target: String {
    guard let family, let colon = message.firstIndex(of: ":") else { return "" }
    let rest = message[colon...].dropFirst(2)
    if family == .imports { return String(rest.prefix { $0 != " " }) }
    guard family == .network else { return String(rest) }
    guard let open = rest.firstIndex(of: "("), let close = rest.lastIndex(of: ")"), open < close
    else { return "" }
    return String(rest[rest.index(after: open)..<close])
  }

  /// A violation whose message is made already.
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
    // The log has room for so much, and a target that ends where it should.
    let shown = resource.printable(most: 300)
    let note = note.map { " " + $0 } ?? ""
    let target = action.label.isEmpty ? shown : "\(action.label)(\(shown))"
    self.init(message: "\(action.phrase): \(target)\(note)", rule: rule, caller: caller)
  }
}
