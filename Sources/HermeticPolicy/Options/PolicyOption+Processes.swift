extension PolicyOption {
  static let subprocess = [noSubprocess, allowCommand]
  static let imports = [denyImport, allowImport]

  /// `--no-subprocess`.
  public static let noSubprocess = PolicyOption(
    name: "no-subprocess", keyword: "block_subprocess", valueName: "",
    help: "Refuse starting processes: fork, exec, spawn, shells.",
    effect: .flag { policy, context in close(.subprocess, &policy, context) })

  /// `--allow-command`.
  public static let allowCommand = PolicyOption(
    name: "allow-command", keyword: "allow_commands", valueName: "COMMAND",
    help:
      "Refuse starting processes but a program, by name or path, with the arguments that must come "
      + "first, if any. Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      let words = try ShellWords(value).words
      guard let name = words.first, !name.isEmpty else {
        throw PolicyError(.invalidValue, value, "names no program")
      }
      // No wildcards: `/usr/bin/[` is a program.
      let program = name.contains("/") ? try context.path(name).description : name
      close(.subprocess, &policy, context)
      policy.allow(
        ActionSet(.spawn), .command(program, arguments: Array(words.dropFirst())),
        origin: context.origin)
    })

  /// `--deny-import`.
  public static let denyImport = PolicyOption(
    name: "deny-import", keyword: "deny_imports", valueName: "MODULE",
    help: "Refuse importing a module and those below it. Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      for name in try names(value, "module") {
        policy.add(
          Rule(
            effect: .refuseUnlessNamed, actions: ActionSet(.importModule),
            pattern: .module(name, importer: nil), origin: context.origin))
      }
    })

  /// `--allow-import`.
  public static let allowImport = PolicyOption(
    name: "allow-import", keyword: "allow_imports", valueName: "MODULE[:IMPORTER]",
    help:
      "Refuse the program's imports but a module and those below it; or, with IMPORTER, allow a "
      + "denied one where that package asks for it. Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      for part in value.split(separator: ",", omittingEmptySubsequences: false) {
        let halves = part.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count <= 2, !halves.contains("") else {
          throw PolicyError(.invalidValue, value, "is not MODULE or MODULE:IMPORTER")
        }
        let parsed = try halves.map { half throws(PolicyError) in
          try names(String(half), "module")[0]
        }
        if parsed.count == 1 { close(.imports, &policy, context) }
        policy.allow(
          ActionSet(.importModule),
          .module(parsed[0], importer: parsed.count == 2 ? parsed[1] : nil),
          byName: parsed.count == 2, origin: context.origin)
      }
    })
}

/// The words of a command, as a shell would split them: quotes and backslashes, nothing more.
struct ShellWords {
  private(set) var words: [String] = []

  init(_ text: String) throws(PolicyError) {
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " || character == "\t" {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil, !isEscaped else {
      throw PolicyError(.invalidValue, text, "has a quote without an end")
    }
    if let word { words.append(word) }
  }
}
