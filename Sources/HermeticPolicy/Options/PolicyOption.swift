/// Something that users can ask a policy for: written once, as a flag, a key of `hermetic.toml` and a
/// keyword in Python.
public struct PolicyOption: Sendable {
  /// What an option does to a policy, and whether it takes values.
  public enum Effect: Sendable {
    /// On or off.
    case flag(@Sendable (inout Policy, OptionContext) -> Void)
    /// Any number of values.
    case list(@Sendable (inout Policy, String, OptionContext) throws(PolicyError) -> Void)
    /// On, off, or on with a value that narrows it.
    case flagOrValue(@Sendable (inout Policy, String?, OptionContext) throws(PolicyError) -> Void)
    /// A number with its unit, if any; of several the smallest holds.
    case amount(@Sendable (inout Policy, String, OptionContext) throws(PolicyError) -> Void)
  }

  /// The flag's name after its two hyphens, which is the key's name too.
  public let name: String
  /// The keyword of `hermetic_blocker(…)`.
  public let keyword: String
  /// What stands for a value in the help: `DOMAIN`.
  public let valueName: String
  /// What the option does, in one line.
  public let help: String
  /// What it does to a policy.
  public let effect: Effect

  /// Every option, in the order of the help.
  public static let all: [PolicyOption] =
    network + filesystem + subprocess + environment + codeExecution + imports + native + interpreter
    + limits + grants

  /// Whether it matters to the option what home the user's account has.
  public var usesAccountHome: Bool { name == Self.hideSecrets.name }

  /// The option of a name; nil where there is none.
  public static func named(_ name: String) -> PolicyOption? {
    all.first { $0.name == name }
  }

  /// Applies values as they were written, or an empty list for a flag.
  public func apply(
    to policy: inout Policy, values: [String], in place: OptionContext.Place = .commandLine,
    folder: String? = "/", home: String? = nil, accountHome: String? = nil
  ) throws(PolicyError) {
    func context(_ value: String?) -> OptionContext {
      OptionContext(
        origin: place.origin(of: self, value), folder: folder, home: home, accountHome: accountHome)
    }
    switch effect {
    case .flag(let change): change(&policy, context(nil))
    case .list(let change), .amount(let change):
      for value in values { try change(&policy, value, context(value)) }
    case .flagOrValue(let change):
      if values.isEmpty { try change(&policy, nil, context(nil)) }
      for value in values { try change(&policy, value, context(value)) }
    }
  }
}

/// What surrounds an option's value.
public struct OptionContext: Hashable, Sendable {
  /// What rules that come of it name as theirs.
  public let origin: Origin
  /// What paths are relative to, absolute itself.
  public let folder: String?
  /// What `~` stands for; nil where it is not known.
  public let home: String?
  /// The home that the user's account has, whatever `~` stands for.
  public let accountHome: String?

  /// Where options are written.
  public enum Place: Hashable, Sendable {
    /// On the command line.
    case commandLine
    /// A line of a policy file, counted from one.
    case file(String, line: Int)
    /// In a profile of hermetic's own.
    case profile(String)
    /// A line of a Python file.
    case python(String, line: Int)
    /// A line of a Swift file, and what stands there.
    case swift(String, line: Int, String)

    func origin(of option: PolicyOption, _ value: String?) -> Origin {
      let name = option.name
      return switch self {
      case .commandLine: .flag("--\(name)" + (value.map { " \($0)" } ?? ""))
      case .file(let file, let line):
        .file(
          file, line: line, "\(name)" + (value.map { " = \"\($0.printable(most: 200))\"" } ?? ""))
      case .profile(let profile): .profile(profile, "\(name)" + (value.map { " \($0)" } ?? ""))
      case .swift(let file, let line, let text): .file(file, line: line, text)
      case .python(let file, let line):
        .file(
          file, line: line,
          "\(option.keyword)=" + (value.map { "\"\($0.printable(most: 200))\"" } ?? "True"))
      }
    }
  }

  /// Files, as a person writes them there.
  public func path(_ text: String) throws(PolicyError) -> PathPattern {
    try PathPattern(text, in: folder, home: home)
  }

  /// What a path to be refused stands for: that of which it is the very name too, should there be such a
  /// file among those that its wildcards match, or none.
  func paths(_ text: String) throws(PolicyError) -> [PathPattern] {
    let path = try path(text)
    return path.glob == nil
      ? [path] : [path, try PathPattern(text, in: folder, home: home, isLiteral: true)]
  }
}
