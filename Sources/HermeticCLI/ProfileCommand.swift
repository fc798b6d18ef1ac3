import ArgumentParser
import HermeticPolicy
import HermeticEngine
import SystemPackage

/// The profiles that `--profile` takes.
struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile", abstract: "List the profiles, or show one.",
    subcommands: [List.self, Show.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List hermetic's own profiles and those of the policy file.")

    @OptionGroup var flags: ConfigurationFlags

    func run() throws {
      let file = try flags.file()
      var rows = Profile.all.map { ($0.name, $0.help) }
      if let file {
        for (name, section) in file.profiles.sorted(by: { $0.key < $1.key }) {
          rows.append((name, "\(file.path):\(section.line)"))
        }
      }
      let width = rows.map(\.0.count).max() ?? 0
      for (name, help) in rows {
        let space = String(repeating: " ", count: width - name.count + 2)
        print((name + space + help).printable())
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what a profile stands for, as a policy file would have it.")

    @ArgumentParser.Argument(help: "A profile's name.")
    var name: String
    @OptionGroup var flags: ConfigurationFlags

    func run() throws {
      if let profile = Profile.named(name) {
        print("# \(profile.help)")
        for option in profile.options { print("\(option) = true") }
        return
      }
      let file = try flags.file()
      guard let file, let section = file.profiles[name] else {
        let known = Profile.all.map(\.name) + (file?.profiles.keys.sorted() ?? [])
        throw ValidationError(
          "\(name.printable(most: 60)): there is no such profile\(known.suggestion(for: name))")
      }
      print("# \(file.path):\(section.line)".printable())
      print(section.toml)
    }
  }
}

extension ConfigurationFlags {
  fileprivate func file() throws(ValidationError) -> PolicyFile? {
    do {
      return try file(in: WorkingPlace.current.folder)
    } catch {
      throw ValidationError(error.description)
    }
  }
}

extension PolicyFile.Section {
  /// The section as it is written.
  var toml: String {
    func list(_ texts: [String]) -> String {
      "[" + texts.map { "\"\($0.escaped)\"" }.joined(separator: ", ") + "]"
    }
    var lines = extends.isEmpty ? [] : ["extends = " + list(extends.map(\.name))]
    for use in options {
      let value =
        if case .amount = use.option.effect {
          use.values.map { "\"\($0.text.escaped)\"" }.joined()
        } else {
          use.values.isEmpty ? "true" : list(use.values.map(\.text))
        }
      lines.append("\(use.option.name) = \(value)")
    }
    for (setting, _) in settings { lines.append("\(setting.name) = \(setting.toml)") }
    return lines.joined(separator: "\n")
  }
}

extension String {
  /// The text between the quotes of a TOML string; and of a JSON string, where it is of ASCII.
  var escaped: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\" + String(scalar)
      case _ where String(scalar).printable() != String(scalar):
        let digits = String(scalar.value, radix: 16)
        let length = digits.count > 4 ? 8 : 4
        text += length > 4 ? "\\U" : "\\u"
        text += String(repeating: "0", count: length - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
