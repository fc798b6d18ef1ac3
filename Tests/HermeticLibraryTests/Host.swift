import Foundation
import Hermetic
import Synchronization
import Testing

/// The tests of the library in this process, which has one Python.
@Suite(
  .serialized,
  .enabled("skipped: no CPython with a shared library was found") { await Host.isThere })
struct `The library` {}

/// The Python that this process has loaded for all tests.
enum Host {
  private static let loading = Task<PythonRuntime?, Never> {
    for path in candidates {
      do {
        let python = try await PythonRuntime.load(.executable(path))
        print("the library's tests run on CPython \(python.version): \(python.libraryPath ?? path)")
        return python
      } catch {
        print("skipped: \(error)")
      }
    }
    return nil
  }

  static var isThere: Bool {
    get async { await loading.value != nil }
  }

  static var python: PythonRuntime {
    get async throws { try #require(await loading.value) }
  }

  /// `HERMETIC_TEST_PYTHON`, a path or a release, or every CPython that this machine has, the newest first.
  static let candidates: [String] = {
    let variables = ProcessInfo.processInfo.environment
    let chosen = variables["HERMETIC_TEST_PYTHON"] ?? ""
    if chosen.contains("/") { return [chosen] }
    let files = FileManager.default
    let root = (variables["PYENV_ROOT"] ?? "\(NSHomeDirectory())/.pyenv") + "/versions"
    var folders = (variables["PATH"] ?? "").split(separator: ":").map(String.init)
      .filter { !$0.hasSuffix("/shims") }
    folders +=
      ["/usr/bin"]
      + ((try? files.contentsOfDirectory(atPath: root)) ?? []).sorted().map {
        "\(root)/\($0)/bin"
      }
    var found: [String] = []
    for release in (9...15).reversed().map({ "3.\($0)" })
    where chosen.isEmpty || chosen == release {
      for folder in folders {
        let path = "\(folder)/python\(release)"
        if files.isExecutableFile(atPath: path), !found.contains(path) { found.append(path) }
      }
    }
    return found
  }()

  /// The folder of the plugins that tests use.
  static let plugins = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Plugins").path

  /// A plugin of these, which all tests share that have the same policy.
  static func plugin(_ name: String, _ policy: Policy = Policy()) async throws -> Plugin {
    if let plugin = shared.withLock({ $0[Loaded(name: name, policy: policy)] }) { return plugin }
    let plugin = try await python.plugin(at: "\(plugins)/\(name).py", policy: policy)
    shared.withLock { $0[Loaded(name: name, policy: policy)] = plugin }
    return plugin
  }

  private struct Loaded: Hashable {
    let name: String
    let policy: Policy
  }
  private static let shared = Guarded<[Loaded: Plugin]>([:])

  /// A plugin made of another one's code, under a name of its own.
  static func copy(
    of name: String, as copy: String, _ policy: Policy, in folder: TestFolder
  ) async throws -> Plugin {
    let code = try String(contentsOfFile: "\(plugins)/\(name).py", encoding: .utf8)
    return try await python.plugin(at: folder.write("\(copy).py", code), policy: policy)
  }

  /// The release's second number: 13 of 3.13.
  static var minor: Int {
    get async throws { Int(try await python.version.split(separator: ".").last ?? "") ?? 0 }
  }
}

/// The error that something ends with.
func failure(
  _ sourceLocation: SourceLocation = #_sourceLocation, of body: () async throws -> Void
) async throws -> PythonError {
  var found: PythonError?
  do {
    try await body()
  } catch let error as PythonError {
    found = error
  }
  return try #require(found, "there was no error", sourceLocation: sourceLocation)
}

/// Waits until something is so: a minute at most, however busy the machine is.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
  for _ in 0..<6000 {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(10))
  }
  return false
}

/// A temporary folder that goes away with its last user.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "hermetic-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and gives its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path
  }
}

/// Something that several tasks change.
final class Guarded<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  func withLock<Result: Sendable>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    try value.withLock { value in
      var own = value
      defer { value = own }
      return try body(&own)
    }
  }
}
