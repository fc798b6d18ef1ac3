import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// What Python code asks a scope to be: `(options, grants, process_wide, sealed, file, line)`, the options
/// being pairs of a keyword and its value.
@safe
struct ScopeRequest {
  private let arguments: Borrowed
  private let library: PythonLibrary

  init(_ arguments: Borrowed, _ library: PythonLibrary) {
    unsafe self.arguments = arguments
    self.library = library
  }

  private func flag(_ index: Int) -> Bool {
    unsafe library.integer(library.item(arguments, index)) ?? 0 != 0
  }

  /// What a scope is asked to be, and where, for what does not depend on files.
  struct Key: Hashable {
    let options: [String]
    let traces: Bool
    let file: String
    let line: Int
  }

  /// The scope, or what is wrong with the request.
  func scope(_ state: UnsafeMutablePointer<EngineState>) -> Result<Scope, PolicyError> {
    do throws(PolicyError) {
      if flag(2), HostedScope.isInside {
        throw PolicyError(
          .invalidValue, "process",
          "is not for a plugin, whose process is its host's: 'context' follows its own code")
      }
      let options = try options()
      let compiled = try unsafe policy(options, state)
      if let error = unsafe Activation(state: state).prepare(for: compiled) {
        throw PolicyError(.invalidValue, "scope", "is not possible: \(error)")
      }
      return .success(
        unsafe Scope(compiled, isProcessWide: flag(2), isSealed: flag(3), state: state))
    } catch {
      return .failure(error)
    }
  }

  private func policy(
    _ options: [(option: PolicyOption, values: [String])],
    _ state: UnsafeMutablePointer<EngineState>
  ) throws(PolicyError) -> ScopePolicy {
    let grants = flag(1)
    let (file, line) = place
    let key = Key(
      options: options.flatMap { [$0.option.keyword, "\($0.values.count)"] + $0.values },
      traces: flag(6), file: file, line: line)
    if !grants, let known = unsafe state.pointee.compiledScopes[key] { return known }
    var policy = Policy()
    for (option, values) in options {
      try option.apply(
        to: &policy, values: values, in: .python(file, line: line), folder: Self.folder,
        home: Self.home, accountHome: option.usesAccountHome ? Self.accountHome : nil)
    }
    policy = policy.replacingCommands(Self.findCommand)
    if grants {
      // What is granted is what the paths lead to now.
      policy = policy.resolvingPaths(Self.resolve)
      try unsafe Ceiling(state: state).check(policy)
    }
    let dependsOnFiles = policy.namesFiles || policy.refusedByDefault[.readFile] != nil
    let compiled = try compile(policy, grants ? .grants : .narrows)
    if !grants, !dependsOnFiles {
      // A program that makes up ever new ones has no use for the old.
      if unsafe state.pointee.compiledScopes.count >= 256 {
        unsafe state.pointee.compiledScopes = [:]
      }
      unsafe state.pointee.compiledScopes[key] = compiled
    }
    return compiled
  }

  private func compile(
    _ policy: Policy, _ effect: ScopePolicy.Effect
  ) throws(PolicyError) -> ScopePolicy {
    var policy = policy
    if effect == .narrows { policy = policy.completed(for: library) }
    policy = policy.resolvingPaths(Self.resolve)
    guard let compiled = ScopePolicy(policy, effect, traces: flag(6)) else {
      throw PolicyError(.invalidValue, "scope", "has no memory")
    }
    return compiled
  }

  private var place: (file: String, line: Int) {
    unsafe (
      library.text(library.item(arguments, 4)) ?? "<unknown>",
      library.integer(library.item(arguments, 5)) ?? 0
    )
  }

  /// The option with a keyword, if a scope has it: what is grantable and how much may be used, only the run's
  /// policy says, and a grant can do nothing but allow.
  private func option(_ keyword: String) -> PolicyOption? {
    let options = flag(1) ? Grantable.kinds.map(\.option) : PolicyOption.all
    return options.first { $0.keyword == keyword && !$0.isOfWholeRun }
  }

  /// The first keyword that is no option's.
  var unknownKeyword: String? {
    var index = 0
    while let pair = unsafe library.item(library.item(arguments, 0), index) {
      index += 1
      let keyword = unsafe library.text(library.item(pair, 0)) ?? ""
      if option(keyword) == nil { return keyword }
    }
    return nil
  }

  /// Why a keyword is no scope's.
  func noOption(_ keyword: String) -> String {
    guard let option = PolicyOption.all.first(where: { $0.keyword == keyword && $0.isOfWholeRun })
    else { return "a scope has no option '\(keyword)'" }
    return "a scope has no option '\(keyword)': it is of the whole run, --\(option.name)"
  }

  private func options() throws(PolicyError) -> [(option: PolicyOption, values: [String])] {
    var found: [(option: PolicyOption, values: [String])] = []
    var index = 0
    while let pair = unsafe library.item(library.item(arguments, 0), index) {
      index += 1
      let keyword = unsafe library.text(library.item(pair, 0)) ?? ""
      guard let option = option(keyword) else { continue }
      var values: [String] = []
      if let value = unsafe library.item(pair, 1) {
        if unsafe library.isNone(value) { continue }
        if unsafe library.kind(value) == .string {
          unsafe values = [library.text(value) ?? ""]
        } else {
          var position = 0
          while let item = unsafe library.item(value, position) {
            guard let text = unsafe library.text(item) else {
              throw PolicyError(.invalidValue, keyword, "takes texts")
            }
            values.append(text)
            position += 1
          }
        }
      }
      found.append((option, values))
    }
    return found
  }

  /// The path behind links, as far as there is something.
  static func resolve(_ path: String) -> String {
    path.hasPrefix("/proc/self/") ? path : RealPath.resolveAsFarAsItGoes(path)
  }

  /// The path that a command's name is found at, or the name.
  static func findCommand(_ name: String) -> String {
    guard !name.contains("/") else { return name }
    let path =
      unsafe getenv("PATH").flatMap { unsafe String(validatingCString: $0) } ?? "/bin:/usr/bin"
    return path.split(separator: ":").lazy.map { "\($0)/\(name)" }
      .first { unsafe hermetic_check_executable($0) == 0 } ?? name
  }

  /// What paths are relative to.
  static var folder: String? {
    var buffer = [CChar](repeating: 0, count: 4097)
    let length = unsafe hermetic_working_directory(&buffer, 4096)
    guard length > 0 else { return nil }
    return String(validating: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static var home: String? {
    unsafe getenv("HOME").flatMap { unsafe String(validatingCString: $0) } ?? accountHome
  }

  private static var accountHome: String? {
    unsafe getpwuid(getuid()).flatMap { unsafe String(validatingCString: $0.pointee.pw_dir) }
  }
}

extension Policy {
  /// The policy of a stretch of code, with what it takes to hold it and to run at all.
  func completed(for library: PythonLibrary) -> Policy {
    var policy = protectingProcesses.hidingOtherEnvironments
    if policy.refusedByDefault[.readFile] != nil {
      for rule in RuntimeRules(library).rules { policy.add(rule) }
    }
    return policy
  }
}

/// What an interpreter must be able to read to go on at all, where a scope refuses reading: its library and
/// the folders on `sys.path`.
@safe
struct RuntimeRules {
  private(set) var rules: [Rule] = []

  init(_ library: PythonLibrary) {
    for name in ["prefix", "base_prefix", "exec_prefix"] {
      guard let prefix = unsafe library.text(library.table.pointee.PySys_GetObject(name)),
        prefix.hasPrefix("/"), prefix != "/"
      else { continue }
      for part in ["lib", "lib64", "pyvenv.cfg", "bin", "include", "share/locale"] {
        add("\(prefix)/\(part)")
      }
    }
    guard let path = unsafe library.table.pointee.PySys_GetObject("path") else { return }
    for index in 0..<(unsafe library.table.pointee.PyList_Size(path)) {
      guard let folder = unsafe library.text(library.table.pointee.PyList_GetItem(path, index)),
        folder.hasPrefix("/")
      else { continue }
      for glob in ["**/*.py", "**/*.pyc", "**/*.so", "**/*.dist-info/**"] {
        add(folder, glob: glob)
      }
      add(folder, ActionSet(.listFiles))
      if folder.hasSuffix(".zip") { add(folder) }
    }
  }

  private mutating func add(
    _ path: String, glob: String? = nil,
    _ actions: ActionSet = ActionSet(.readFile, .listFiles)
  ) {
    rules.append(
      Rule(
        effect: .allow, actions: actions,
        pattern: .path(PathPattern(prefix: path == "/" ? "" : path, glob: glob)),
        origin: .builtIn("the interpreter and the program are read from there")))
  }
}
