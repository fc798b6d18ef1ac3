extension PolicyOption {
  static let codeExecution = [noCodeExec, allowCodeExec]
  static let native = [blockNative, allowNative]
  static let interpreter = [noInterpreterMutation, allowInterpreterMutation]

  /// `--no-code-exec`.
  public static let noCodeExec = PolicyOption(
    name: "no-code-exec", keyword: "block_code_exec", valueName: "",
    help: "Refuse making code of text or bytes: eval, exec, compile, pickle, marshal.",
    effect: .flag { policy, context in close(.codeExecution, &policy, context) })

  /// `--allow-code-exec`.
  public static let allowCodeExec = PolicyOption(
    name: "allow-code-exec", keyword: "allow_code_exec", valueName: "PACKAGE",
    help: "Refuse making code of text or bytes but to an installed package. Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      for name in try names(value, "package") {
        close(.codeExecution, &policy, context)
        policy.allow(
          ActionSet(.executeCode), .package(normalized(name)), origin: context.origin)
      }
    })

  /// `--block-native`.
  public static let blockNative = PolicyOption(
    name: "block-native", keyword: "block_native", valueName: "",
    help:
      "Refuse machine code that is not the standard library's: extension modules, ctypes, cffi.",
    effect: .flag { policy, context in close(.native, &policy, context) })

  /// `--allow-native`.
  public static let allowNative = PolicyOption(
    name: "allow-native", keyword: "allow_native", valueName: "PACKAGE",
    help: "Refuse machine code but that of the standard library and of an installed package. "
      + "Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      for name in try names(value, "package") {
        close(.native, &policy, context)
        policy.allow(ActionSet(.loadNative), .package(normalized(name)), origin: context.origin)
      }
    })

  /// `--no-interpreter-mutation`.
  public static let noInterpreterMutation = PolicyOption(
    name: "no-interpreter-mutation", keyword: "block_interpreter_mutation", valueName: "",
    help:
      "Refuse changing the interpreter: sys.path, import hooks, tracing, the working directory.",
    effect: .flag { policy, context in close(.interpreter, &policy, context) })

  /// `--allow-interpreter-mutation`.
  public static let allowInterpreterMutation = PolicyOption(
    name: "allow-interpreter-mutation", keyword: "allow_interpreter_mutation", valueName: "PART",
    help: "Refuse changing the interpreter but for a part of it, such as sys.path. Repeatable.",
    effect: .list { policy, value, context throws(PolicyError) in
      for name in try names(value, "part of the interpreter") {
        guard InterpreterPart.all.contains(name) else {
          throw PolicyError(
            .invalidValue, name,
            "is no part of the interpreter: \(InterpreterPart.all.joined(separator: ", "))")
        }
        close(.interpreter, &policy, context)
        policy.allow(ActionSet(.mutateInterpreter), .part(name), origin: context.origin)
      }
    })

  /// The names in a list with commas.
  static func names(_ value: String, _ kind: String) throws(PolicyError) -> [String] {
    let names = value.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " })
    }
    guard names.allSatisfy(isDottedName) else {
      throw PolicyError(.invalidValue, value, "is not the name of a \(kind)")
    }
    return names
  }

  /// Whether a module or package could go by a name: one that nothing has would be a rule without effect.
  private static func isDottedName(_ name: String) -> Bool {
    name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.unicodeScalars.allSatisfy { scalar in
          scalar.isASCII
            ? scalar == "_" || scalar == "-" || scalar.properties.isAlphabetic
              || ("0"..."9").contains(scalar)
            : !scalar.properties.isWhitespace
        }
    }
  }

  /// A package's or distribution's name in the one form that is compared (PEP 503, but with the
  /// underscores of a module's name).
  public static func normalized(_ name: String) -> String {
    String(name.lowercased().map { "-.".contains($0) ? "_" : $0 })
  }

  static func close(_ family: Family, _ policy: inout Policy, _ context: OptionContext) {
    policy.close(family, origin: context.origin)
  }
}

/// The parts of the interpreter that a policy tells apart.
public enum InterpreterPart {
  /// Their names, as `--allow-interpreter-mutation` takes them.
  public static let all = [
    "sys.path", "sys.meta_path", "sys.path_hooks", "sys.path_importer_cache", "cwd", "trace",
    "audit", "code",
  ]
}
