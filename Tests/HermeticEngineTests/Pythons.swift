import Foundation

@testable import HermeticEngine

/// The CPython executables this machine happens to have, found without running one.
enum Pythons {
  static let all: [String] = {
    let files = FileManager.default
    let home = NSHomeDirectory()
    var folders = ["/usr/bin", "/usr/local/bin", "/opt/conda/bin"]
    folders += (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map(String.init).filter { !$0.hasSuffix("/shims") }
    for root in ["\(home)/.pyenv/versions", "\(home)/.local/share/uv/python"] {
      let names = (try? files.contentsOfDirectory(atPath: root)) ?? []
      folders += names.sorted().map { "\(root)/\($0)/bin" }
    }
    var found: [String] = []
    for folder in folders {
      for minor in 0...20 {
        let path = "\(folder)/python3.\(minor)"
        if files.isExecutableFile(atPath: path), !found.contains(path) { found.append(path) }
      }
    }
    if found.isEmpty { print("skipped: no CPython found") }
    return found
  }()

  /// Those that hermetic runs.
  static let supported = all.filter { path in
    guard let minor = Int(path.split(separator: ".").last ?? "") else { return false }
    return (9...15).contains(minor)
  }

  /// What a Python prints for an expression.
  static func ask(
    _ executable: String, _ arguments: [String], environment: [String: String]? = nil,
    folder: String = "/"
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = environment ?? ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
