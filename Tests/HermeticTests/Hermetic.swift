import Foundation
import Glibc
import Testing

/// The built `hermetic` that is tested, and what belongs to it.
enum Hermetic {
  /// `HERMETIC_EXECUTABLE`, or what was built beside the tests.
  static let executable: String = {
    if let path = ProcessInfo.processInfo.environment["HERMETIC_EXECUTABLE"], !path.isEmpty {
      return URL(fileURLWithPath: path).path
    }
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("hermetic").path
  }()

  static var attachLibrary: String {
    URL(fileURLWithPath: executable).deletingLastPathComponent()
      .appendingPathComponent("libHermeticAttach.so").path
  }

  /// Whether the executable is one that `make build` made, with everything it needs inside.
  static let isRelease: Bool = {
    let path = URL(fileURLWithPath: executable).resolvingSymlinksInPath().path
    let isRelease = !path.split(separator: "/").contains("debug")
    if !isRelease { print("skipped: \(executable) is a debug build, so its file is not examined") }
    return isRelease
  }()

  /// The package's folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
}

/// How a process ended, and what it wrote.
struct Outcome {
  enum End: Hashable, CustomStringConvertible {
    case exit(Int32)
    case signal(Int32)
    case timeLimit

    var description: String {
      switch self {
      case .exit(let status): "exit \(status)"
      case .signal(let number): "signal \(number)"
      case .timeLimit: "time limit"
      }
    }
  }

  let end: End
  let output: String
  let errors: String

  /// The lines on standard error that are hermetic's.
  var lines: [String] {
    errors.split(separator: "\n").map(String.init).filter { $0.hasPrefix("hermetic: ") }
  }

  /// The violations among them.
  var blocked: [String] { lines.filter { $0.hasPrefix("hermetic: blocked action: ") } }
}

/// A process in a folder of its own.
struct Running {
  private let process = Process()
  private let folder: TestFolder

  /// Starts a program with `input` as its standard input.
  init(
    _ executable: String, _ arguments: [String], input: String = "", in directory: String? = nil,
    environment: [String: String] = [:]
  ) throws {
    folder = try TestFolder()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory ?? folder.path)
    var variables = ProcessInfo.processInfo.environment
    variables["PYTHONDONTWRITEBYTECODE"] = "1"
    variables["LC_ALL"] = "C.UTF-8"
    // `swift test` asks for it, and it would speak in the programs' place.
    variables["SWIFT_BACKTRACE"] = nil
    variables.merge(environment) { $1 }
    process.environment = variables
    let files = try ["stdin", "stdout", "stderr"].map { name in
      try folder.write(name, name == "stdin" ? input : "")
    }
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: files[0]))
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files[1]))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files[2]))
    try Self.withUsualSignals { try process.run() }
  }

  /// Programs inherit which signals are ignored and blocked: by whoever runs the tests, and on a thread
  /// that works for others.
  private static func withUsualSignals(_ body: () throws -> Void) throws {
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    var (none, before) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  var identifier: Int32 { process.processIdentifier }

  private func text(_ name: String) -> String {
    let data = FileManager.default.contents(atPath: "\(folder.path)/\(name)") ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  /// Waits until the process has written a word, and says whether it has.
  func wait(for word: String) -> Bool {
    for _ in 0..<1_000 {
      if text("stdout").contains(word) { return true }
      guard process.isRunning else { return text("stdout").contains(word) }
      usleep(20_000)
    }
    return false
  }

  func send(_ signal: Int32) { kill(identifier, signal) }

  /// Waits for the process's end; what takes longer than `limit` seconds is killed.
  func outcome(limit: Double = 60) -> Outcome {
    let end = Date() + limit
    while process.isRunning, Date() < end { usleep(5_000) }
    let isLate = process.isRunning
    if isLate { send(SIGKILL) }
    process.waitUntilExit()
    let status = process.terminationStatus
    let how: Outcome.End =
      isLate
      ? .timeLimit : process.terminationReason == .uncaughtSignal ? .signal(status) : .exit(status)
    return Outcome(end: how, output: text("stdout"), errors: text("stderr"))
  }
}

/// Runs a program to its end.
func run(
  _ executable: String, _ arguments: [String], input: String = "", in directory: String? = nil,
  environment: [String: String] = [:], limit: Double = 60
) throws -> Outcome {
  try Running(
    executable, arguments, input: input, in: directory, environment: environment
  ).outcome(limit: limit)
}

/// Runs a program that takes minutes to its end, beside the threads that Swift has for all tests, where it would keep as
/// many others from going on as there are processors.
func runAside(
  _ executable: String, _ arguments: [String], environment: [String: String] = [:], limit: Double
) async throws -> Outcome {
  try await withCheckedThrowingContinuation { continuation in
    aside.addOperation {
      continuation.resume(
        with: Result {
          try run(executable, arguments, environment: environment, limit: limit)
        })
    }
  }
}

/// Two at a time: they are many processes each.
private let aside: OperationQueue = {
  let queue = OperationQueue()
  queue.maxConcurrentOperationCount = 2
  return queue
}()

/// Runs the tested `hermetic` to its end.
func hermetic(
  _ arguments: String..., input: String = "", environment: [String: String] = [:]
) throws -> Outcome {
  try run(Hermetic.executable, arguments, input: input, environment: environment)
}

/// A temporary folder that goes away with its last user.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("hermetic-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return file
  }
}
