import HermeticPolicy
import SystemPackage

/// Profiles with those that they extend, each once and behind what it starts from.
struct ProfileOrder {
  /// Deeper than this, nobody can say any more what is in force.
  static let mostLevels = 32

  enum Step {
    case own(Profile)
    case section(PolicyFile.Section)
  }

  private let file: PolicyFile?
  private(set) var steps: [Step] = []
  /// How many profiles stand behind one another in each that is done.
  private var levels: [String: Int] = [:]
  /// Those that are being looked at, each extended by the one before.
  private var open: [String] = []

  init(_ file: PolicyFile?) {
    self.file = file
  }

  /// Adds a profile that the command line names.
  mutating func add(named name: String) throws(ConfigurationError) {
    guard !name.isEmpty else { throw ConfigurationError(flag: "--profile", "names no profile") }
    guard isKnown(name) else {
      throw ConfigurationError(
        flag: "--profile \(name.printable(most: 60))",
        "there is no such profile\(known.suggestion(for: name))")
    }
    _ = try level(of: name)
  }

  /// Adds a table of the file, behind what it extends.
  mutating func add(_ section: PolicyFile.Section) throws(ConfigurationError) {
    _ = try level(of: section)
  }

  private var known: [String] {
    Profile.all.map(\.name) + (file?.profiles.keys.sorted() ?? [])
  }

  private func isKnown(_ name: String) -> Bool {
    Profile.named(name) != nil || file?.profiles[name] != nil
  }

  private mutating func level(of name: String) throws(ConfigurationError) -> Int {
    if let level = levels[name] { return level }
    var level = 1
    if let profile = Profile.named(name) {
      steps.append(.own(profile))
    } else if let section = file?.profiles[name] {
      open.append(name)
      level += try self.level(of: section)
      open.removeLast()
    }
    levels[name] = level
    return level
  }

  private mutating func level(of section: PolicyFile.Section) throws(ConfigurationError) -> Int {
    var deepest = 0
    for (name, line) in section.extends {
      func error(_ message: String) -> ConfigurationError {
        ConfigurationError(
          file: file?.path.string ?? "", line: line, "extends: \(name.quoted) \(message)")
      }
      guard isKnown(name) else { throw error("is no profile\(known.suggestion(for: name))") }
      guard !open.contains(name) else { throw error("extends itself") }
      // Before looking at it, for then it would be looked at however deep it is; and behind, for it may
      // have been looked at before.
      guard open.count < Self.mostLevels else { throw error(Self.tooDeep) }
      deepest = max(deepest, try level(of: name))
      guard open.count + deepest <= Self.mostLevels else { throw error(Self.tooDeep) }
    }
    steps.append(.section(section))
    return deepest
  }

  private static let tooDeep = "is one of more than \(mostLevels) profiles that extend one another"
}
