import ArgumentParser
import HermeticPolicy
import HermeticEngine

/// The flags that make a policy: one property for each `PolicyOption`, which has everything else.
struct PolicyFlags: ParsableArguments {
  @Flag(help: ArgumentHelp(.noNetwork)) var noNetwork = false
  @Flag(help: ArgumentHelp(.allowLocalhost)) var allowLocalhost = false
  @Option(parsing: .singleValue, help: ArgumentHelp(.allowDomain))
  var allowDomain: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.allowUnixSocket))
  var allowUnixSocket: [String] = []

  // `--fs-readonly=ROOT` arrives as the second of these: the parser knows no option whose value may be
  // left out, but that takes the next word for it.
  @Flag(help: ArgumentHelp(.fsReadonly)) var fsReadonly = false
  @Option(parsing: .singleValue, help: .hidden)
  var fsReadonlyRoot: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.allowRead))
  var allowRead: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.allowWrite))
  var allowWrite: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.denyRead))
  var denyRead: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.denyWrite))
  var denyWrite: [String] = []
  @Flag(help: ArgumentHelp(.hideSecrets)) var hideSecrets = false

  @Flag(help: ArgumentHelp(.noSubprocess)) var noSubprocess = false
  @Option(parsing: .singleValue, help: ArgumentHelp(.allowCommand))
  var allowCommand: [String] = []

  @Flag(help: ArgumentHelp(.noEnvironment)) var noEnvironment = false
  @Option(parsing: .singleValue, help: ArgumentHelp(.allowEnv))
  var allowEnv: [String] = []
  @Flag(help: ArgumentHelp(.ignoreEnv)) var ignoreEnv = false

  @Flag(help: ArgumentHelp(.noCodeExec)) var noCodeExec = false
  @Option(parsing: .singleValue, help: ArgumentHelp(.allowCodeExec))
  var allowCodeExec: [String] = []

  @Option(parsing: .singleValue, help: ArgumentHelp(.denyImport))
  var denyImport: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.allowImport))
  var allowImport: [String] = []

  @Flag(help: ArgumentHelp(.blockNative)) var blockNative = false
  @Option(parsing: .singleValue, help: ArgumentHelp(.allowNative))
  var allowNative: [String] = []

  @Flag(help: ArgumentHelp(.noInterpreterMutation)) var noInterpreterMutation = false
  @Option(parsing: .singleValue, help: ArgumentHelp(.allowInterpreterMutation))
  var allowInterpreterMutation: [String] = []

  @Option(parsing: .singleValue, help: ArgumentHelp(.cpuTime)) var cpuTime: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.memory)) var memory: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.processes)) var processes: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.openFiles)) var openFiles: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.fileSize)) var fileSize: [String] = []
  @Option(parsing: .singleValue, help: ArgumentHelp(.timeout)) var timeout: [String] = []

  @Option(parsing: .singleValue, help: ArgumentHelp(.grantable))
  var grantable: [String] = []

  /// What was given of each option; nothing for one that was not, an empty list for a bare flag.
  private var given: [(PolicyOption, [String]?)] {
    func flag(_ isOn: Bool) -> [String]? { isOn ? [] : nil }
    func list(_ values: [String]) -> [String]? { values.isEmpty ? nil : values }
    return [
      (.noNetwork, flag(noNetwork)), (.allowLocalhost, flag(allowLocalhost)),
      (.allowDomain, list(allowDomain)), (.allowUnixSocket, list(allowUnixSocket)),
      (.fsReadonly, list(fsReadonlyRoot) ?? flag(fsReadonly)),
      (.allowRead, list(allowRead)), (.allowWrite, list(allowWrite)),
      (.denyRead, list(denyRead)), (.denyWrite, list(denyWrite)),
      (.hideSecrets, flag(hideSecrets)), (.noSubprocess, flag(noSubprocess)),
      (.allowCommand, list(allowCommand)), (.noEnvironment, flag(noEnvironment)),
      (.allowEnv, list(allowEnv)), (.ignoreEnv, flag(ignoreEnv)),
      (.noCodeExec, flag(noCodeExec)), (.allowCodeExec, list(allowCodeExec)),
      (.denyImport, list(denyImport)), (.allowImport, list(allowImport)),
      (.blockNative, flag(blockNative)), (.allowNative, list(allowNative)),
      (.noInterpreterMutation, flag(noInterpreterMutation)),
      (.allowInterpreterMutation, list(allowInterpreterMutation)),
      (.cpuTime, list(cpuTime)), (.memory, list(memory)), (.processes, list(processes)),
      (.openFiles, list(openFiles)), (.fileSize, list(fileSize)), (.timeout, list(timeout)),
      (.grantable, list(grantable)),
    ]
  }

  /// Adds what the flags ask for to a policy.
  func apply(to policy: inout Policy, _ place: WorkingPlace) throws(ConfigurationError) {
    for (option, values) in given {
      guard let values else { continue }
      do throws(PolicyError) {
        try option.apply(
          to: &policy, values: values, folder: place.folder, home: place.home,
          accountHome: option.usesAccountHome ? WorkingPlace.accountHome : nil)
      } catch {
        throw ConfigurationError(flag: "--\(option.name)", error.description)
      }
    }
  }

  /// The help with the value that the parser does not know of.
  static func completing(_ help: String) -> String {
    help.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let flag = "  --fs-readonly "
      let value = "[=ROOT] "
      guard line.hasPrefix(flag) else { return String(line) }
      return flag.dropLast() + value + line.dropFirst(flag.count + value.count - 1)
    }.joined(separator: "\n")
  }

  /// The command line's words with a flag's own value in a word of its own.
  static func separating(_ words: [String]) -> [String] {
    let flags = words.prefix { $0 != "--" }
    let separated = flags.map { word in
      word.hasPrefix("--fs-readonly=")
        ? "--fs-readonly-root=" + word.dropFirst("--fs-readonly=".count) : word
    }
    return separated + words.dropFirst(flags.count)
  }
}

extension ArgumentHelp {
  init(_ option: PolicyOption) {
    self.init(stringLiteral: option.help)
    if !option.valueName.isEmpty { valueName = option.valueName }
  }
}
