import HermeticPolicy
import HermeticTOML

/// Makes sections of tables.
struct SectionReader {
  /// The file's path, for errors.
  let file: String

  typealias Entry = TOMLTable.Entry

  func error(_ entry: Entry, line: Int? = nil, _ message: String) -> ConfigurationError {
    ConfigurationError(
      file: file, line: line ?? entry.line,
      "\(entry.key.isEmpty ? "''" : entry.key.printable(most: 60)): \(message)")
  }

  /// The file's own section and its profiles.
  func file(
    _ table: TOMLTable, line: Int
  ) throws(ConfigurationError) -> (PolicyFile.Section, [String: PolicyFile.Section]) {
    var profiles: [String: PolicyFile.Section] = [:]
    if let entry = table["profile"] {
      guard let tables = entry.value.table else {
        throw error(
          entry, "is a table of profiles, [profile.NAME]; 'extends' names those to start from")
      }
      for own in tables.entries {
        guard let table = own.value.table else {
          throw error(own, "is no profile; write [profile.NAME]")
        }
        guard !own.key.isEmpty else { throw error(own, "is an empty name") }
        guard Profile.named(own.key) == nil else {
          throw error(own, "is the name of a profile of hermetic's own")
        }
        // Keys that TOML knows apart by their bytes may be one text to people.
        guard profiles[own.key] == nil else {
          throw error(own, "is there already, in another spelling of the same letters")
        }
        profiles[own.key] = try section(table, line: own.line)
      }
    }
    return (try section(table, line: line, besides: ["profile"]), profiles)
  }

  private func section(
    _ table: TOMLTable, line: Int, besides others: [String] = []
  ) throws(ConfigurationError) -> PolicyFile.Section {
    var section = PolicyFile.Section(line: line)
    for entry in table.entries where !others.contains(entry.key) {
      if entry.key == "extends" {
        section.extends = try strings(entry).map { ($0.text, $0.line) }
      } else if let option = PolicyOption.named(entry.key) {
        section.options.append(
          PolicyFile.OptionUse(
            option: option, values: try values(of: option, entry), line: entry.line))
      } else if FileSetting.names.contains(entry.key) {
        section.settings.append((try setting(entry), entry.line))
      } else {
        throw error(entry, "is no option\(advice(on: entry.key, besides: others))")
      }
    }
    return section
  }

  /// What someone may have meant by a key, as a clause to end an error with.
  private func advice(on key: String, besides others: [String]) -> String {
    if key == "tool" {
      return "; [tool.hermetic] is for \(PolicyFile.projectName), leave it out here"
    }
    let known = PolicyOption.all.map(\.name) + FileSetting.names + ["extends"] + others
    let suggestion = known.suggestion(for: key)
    return suggestion.isEmpty ? "; 'hermetic --help' lists them" : suggestion
  }

  private func values(
    of option: PolicyOption, _ entry: Entry
  ) throws(ConfigurationError) -> [(text: String, line: Int)] {
    switch option.effect {
    case .flag:
      try requireTrue(entry)
      return []
    case .list:
      guard option.name == PolicyOption.grantable.name, let table = entry.value.table else {
        return try strings(entry)
      }
      return try kinds(table)
    case .amount: return [(try amount(entry), entry.line)]
    case .flagOrValue:
      guard entry.value.boolean != nil else { return try strings(entry) }
      try requireTrue(entry)
      return []
    }
  }

  /// A number with its unit, if any, as text.
  private func amount(_ entry: Entry) throws(ConfigurationError) -> String {
    switch entry.value.content {
    case .string(let text) where !text.isEmpty: return text
    case .string: throw error(entry, "has an empty string")
    case .integer(let number): return "\(number)"
    // The fractions that a limit can have are few enough for no exponent.
    case .float(let number) where number.magnitude < 1e15: return "\(number)"
    default: throw error(entry, "is a number or a string, not \(entry.value.kind)")
    }
  }

  /// What `[grantable]` has, as the option's values: `domain = ["example.com"]` is `domain:example.com`.
  private func kinds(
    _ table: TOMLTable
  ) throws(ConfigurationError) -> [(text: String, line: Int)] {
    let names = Grantable.kinds.map(\.name) + [Grantable.moduleKind]
    var found: [(text: String, line: Int)] = []
    for entry in table.entries {
      guard names.contains(entry.key) else {
        let advice = names.suggestion(for: entry.key)
        throw error(
          entry,
          "is nothing to grant"
            + (advice.isEmpty ? "; \(names.joined(separator: ", ")) are" : advice))
      }
      found += try strings(entry).map { ("\(entry.key):\($0.text)", $0.line) }
    }
    return found
  }

  private func requireTrue(_ entry: Entry) throws(ConfigurationError) {
    guard let isOn = entry.value.boolean else {
      throw error(entry, "is true or left out, not \(entry.value.kind)")
    }
    guard isOn else {
      throw error(entry, "is true or left out: what is refused elsewhere cannot be taken back")
    }
  }

  private func strings(
    _ entry: Entry
  ) throws(ConfigurationError) -> [(text: String, line: Int)] {
    guard let values = entry.value.array ?? (entry.value.string == nil ? nil : [entry.value]) else {
      throw error(entry, "is a string or an array of strings, not \(entry.value.kind)")
    }
    var found: [(text: String, line: Int)] = []
    for value in values {
      guard let text = value.string else {
        throw error(entry, line: value.line, "is an array of strings, not of \(value.kind)")
      }
      guard !text.isEmpty else { throw error(entry, line: value.line, "has an empty string") }
      found.append((text, value.line))
    }
    guard !found.isEmpty else { throw error(entry, "is an empty array; leave it out") }
    return found
  }

  private func setting(_ entry: Entry) throws(ConfigurationError) -> FileSetting {
    do {
      return try FileSetting(entry.key, entry.value)
    } catch {
      throw self.error(entry, error.message)
    }
  }
}
