import Foundation
import Glibc
import SystemPackage

@testable import HermeticEngine

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
  func write(_ name: String, _ text: String, mode: Int = 0o755) throws -> String {
    try write(name, Data(text.utf8), mode: mode)
  }

  @discardableResult
  func write(_ name: String, _ data: Data, mode: Int = 0o755) throws -> String {
    let file = "\(path)/\(name)"
    try makeFolder((name as NSString).deletingLastPathComponent)
    try data.write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    Self.settle(file)
    return file
  }

  /// Waits until nobody has a file open for writing.
  ///
  /// A process that another test starts has our descriptors until it becomes a program, and no kernel runs what is open
  /// for writing. A lease is not given either, which tells when that is over; file systems without leases go without.
  private static func settle(_ file: String) {
    let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    // F_SETLEASE, of `fcntl(2)`.
    let setLease: CInt = 1024
    for _ in 0..<60_000 {
      guard fcntl(descriptor, setLease, F_RDLCK) != 0, errno == EAGAIN else { return }
      usleep(1000)
    }
  }

  @discardableResult
  func copy(_ source: String, to name: String) throws -> String {
    try makeFolder((name as NSString).deletingLastPathComponent)
    try FileManager.default.copyItem(atPath: source, toPath: "\(path)/\(name)")
    Self.settle("\(path)/\(name)")
    return "\(path)/\(name)"
  }

  @discardableResult
  func link(_ name: String, to target: String) throws -> String {
    try makeFolder((name as NSString).deletingLastPathComponent)
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/\(name)", withDestinationPath: target)
    return "\(path)/\(name)"
  }

  @discardableResult
  func makeFolder(_ name: String) throws -> String {
    let folder = name.isEmpty ? path : "\(path)/\(name)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  /// An environment whose PATH holds these folders, and which stands in this one.
  func environment(
    path: [String] = [], _ variables: [String: String] = [:]
  ) -> Environment {
    var all = ["PATH": path.joined(separator: ":"), "HOME": self.path, "PWD": self.path]
    all.merge(variables) { $1 }
    return Environment(
      variables: Dictionary(
        uniqueKeysWithValues: all.map { (Argument($0.key), Argument($0.value)) }),
      workingDirectory: FilePath(self.path))
  }
}

/// The error that resolving a command ends with.
func failure(_ command: [Argument], in environment: Environment) -> ProgramError? {
  do throws(ProgramError) {
    _ = try Program.resolve(command, in: environment)
    return nil
  } catch {
    return error
  }
}
