import Foundation

/// A CPython that the tests run programs on.
struct Python: Hashable, Sendable, CustomStringConvertible {
  let path: String
  let version: String
  let minor: Int
  /// Whether it is a thin executable over a libpython, which hermetic can load into itself.
  let hasLibrary: Bool

  var description: String { "CPython \(version) at \(path)" }

  /// How hermetic can run it.
  var launches: [String] { hasLibrary ? ["embed", "attach"] : ["attach"] }

  static let supported = 9...15

  /// `HERMETIC_TEST_PYTHONS`, or every supported CPython on PATH, in /usr/bin and below pyenv's root.
  static let all: [Python] = {
    let variables = ProcessInfo.processInfo.environment
    if let chosen = variables["HERMETIC_TEST_PYTHONS"], !chosen.isEmpty {
      return chosen.split(separator: ":").compactMap { path in
        let python = Python(String(path))
        if python == nil { print("skipped: \(path): no CPython that hermetic runs") }
        return python
      }
    }
    var found: [Python] = []
    for path in candidates(variables) {
      if let python = Python(path), !found.contains(python) { found.append(python) }
    }
    for minor in supported where !found.contains(where: { $0.minor == minor }) {
      print("skipped: CPython 3.\(minor): not found")
    }
    return found.sorted { ($0.minor, $0.path) < ($1.minor, $1.path) }
  }()

  private static func candidates(_ variables: [String: String]) -> [String] {
    let files = FileManager.default
    let names = ["python3"] + supported.map { "python3.\($0)" }
    var folders = (variables["PATH"] ?? "").split(separator: ":").map(String.init)
      .filter { !$0.hasSuffix("/shims") }
    folders.append("/usr/bin")
    let root = (variables["PYENV_ROOT"] ?? "\(NSHomeDirectory())/.pyenv") + "/versions"
    let versions = (try? files.contentsOfDirectory(atPath: root)) ?? []
    folders += versions.sorted().map { "\(root)/\($0)/bin" }
    return folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
      .filter(files.isExecutableFile)
  }

  /// Looks at an executable; nil where it is no CPython that hermetic runs.
  private init?(_ path: String) {
    let question = """
      import os, platform, sys
      print(platform.python_implementation(), os.path.realpath(sys.executable), \
      *sys.version_info[:3], sep="\\n")
      """
    // Not what `.pth` files of this machine make of it.
    guard let outcome = try? run(path, ["-I", "-S", "-c", question]), outcome.end == .exit(0) else {
      return nil
    }
    let answers = outcome.output.split(separator: "\n").map(String.init)
    guard answers.count == 5, answers[0] == "CPython", answers[2] == "3",
      let minor = Int(answers[3]),
      Self.supported.contains(minor)
    else { return nil }
    self.path = answers[1]
    self.minor = minor
    version = answers[2...].joined(separator: ".")
    let needed = (try? BinaryFile(path: answers[1]))?.needed ?? []
    hasLibrary = needed.contains { $0.hasPrefix("libpython") }
  }

  /// The one to try what does not depend on the interpreter; every launch of each is tried elsewhere.
  static let any = all.first
}

/// An interpreter, and a way of hermetic's to run it.
struct Way: Hashable, Sendable, CustomStringConvertible {
  let python: Python
  let launch: String

  var description: String { "\(launch), \(python)" }

  static let all = Python.all.flatMap { python in
    python.launches.map { Way(python: python, launch: $0) }
  }

  /// Every interpreter by its own launch, and the newest by each: for what takes minutes.
  static let most: [Way] = all.filter { way in
    way.launch == way.python.launches.first || way.python == Python.all.last
  }

  /// One of each launch.
  static let one: [Way] = ["embed", "attach"].compactMap { launch in
    let way = all.first { $0.launch == launch }
    if way == nil { print("skipped: launch \(launch): no interpreter for it") }
    return way
  }

  /// Runs a program under hermetic on this interpreter, with hermetic's flags before it.
  func hermetic(
    _ flags: [String], _ arguments: [String], input: String = "",
    environment: [String: String] = [:]
  ) throws -> Outcome {
    try Running(
      Hermetic.executable, command(flags, arguments), input: input, environment: environment
    ).outcome()
  }

  func command(_ flags: [String], _ arguments: [String]) -> [String] {
    ["--launch", launch] + flags + ["--", python.path] + arguments
  }

  /// The same without hermetic.
  func bare(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(python.path, arguments, input: input, environment: environment)
  }
}
