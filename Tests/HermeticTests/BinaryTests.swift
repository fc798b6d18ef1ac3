import Foundation
import Testing

@Suite(.enabled(if: Hermetic.isRelease)) struct `A release binary` {
  static let all = [Hermetic.executable, Hermetic.attachLibrary]

  /// What `exports.map` lets through.
  static func listed() throws -> Set<String> {
    let path = "\(Hermetic.root)/Sources/CInterposition/exports.map"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let start = try #require(text.range(of: "global:")).upperBound
    let end = try #require(text.range(of: "local:")).lowerBound
    let names = text[start..<end].split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    return Set(names.map(String.init))
  }

  @Test(arguments: all) func `needs nothing but what every system has`(_ path: String) throws {
    let needed = try BinaryFile(path: path).needed
    #expect(needed.contains("libc.so.6"))
    #expect(!needed.contains { $0.hasPrefix("libstdc++") || $0.hasPrefix("libswift") }, "\(needed)")
    let usual = ["libc.so.", "libm.so.", "libgcc_s.so.", "ld-linux", "libdl.so.", "libpthread.so."]
    let others = needed.filter { name in !usual.contains(where: name.hasPrefix) }
    #expect(others.isEmpty)
  }

  @Test(arguments: all) func `shows only the calls that it takes the place of`(_ path: String)
    throws
  {
    let exported = try BinaryFile(path: path).exported
    let listed = try Self.listed()
    #expect(listed.contains("connect") && listed.count > 10)
    #expect(exported.subtracting(listed).isEmpty)
    #expect(listed.subtracting(exported).isEmpty)
  }
}
