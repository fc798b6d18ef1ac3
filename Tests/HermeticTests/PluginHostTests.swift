import Foundation
import Glibc
import Testing

/// The example app in `Fixtures/PluginHost`, which `make example` builds as a package of its own: it knows no more of
/// this one than a user's does.
@Suite(
  .enabled(if: Example.isBuilt, "the example is not built; `make example` does that"),
  .enabled(if: Example.folder != nil, "no CPython with a shared library found"))
struct `The example app` {
  @Test(arguments: Example.Isolation.allCases)
  func `keeps a plugin from phoning home, and goes on without it`(
    _ isolation: Example.Isolation
  ) throws {
    let collector = try Listener()
    let (outcome, pictures) = try Example.run(
      ["--isolation", isolation.rawValue, "--collector", "\(collector.port)"])
    #expect(outcome.end == .exit(0), "\(outcome.output)\(outcome.errors)")
    #expect(collector.arrived == [], "nothing may arrive")
    for line in [
      "thumbnail: 160x100", "caption: done",
      "sharpen: BLOCKED: network disabled: connect(127.0.0.1:\(collector.port))",
      "at sharpen/telemetry.py:13, in report", "rule: profile block-all: no-network",
    ] {
      #expect(outcome.output.components(separatedBy: line).count == 3, "\(line), twice")
    }
    #expect(outcome.output.contains("connect(127.0.0.1:\(collector.port)), 2 times\n"))
    for name in ["morning", "evening"] {
      let picture = try Data(contentsOf: URL(filePath: "\(pictures.path)/in/out/\(name).ppm"))
      #expect(picture.starts(with: Data("P6\n160 100\n255\n".utf8)))
      #expect(picture.count == 15 + 160 * 100 * 3)
    }
  }

  @Test(arguments: Example.Isolation.allCases)
  func `shows that the plugin does phone home where it may`(
    _ isolation: Example.Isolation
  ) throws {
    let collector = try Listener()
    let (outcome, pictures) = try Example.run(
      ["--trusting", "--isolation", isolation.rawValue, "--collector", "\(collector.port)"])
    #expect(outcome.end == .exit(0), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.components(separatedBy: "sharpen: done").count == 3)
    #expect(outcome.output.contains("refused in all: nothing"))
    let arrived = collector.arrived
    #expect(arrived.count == 2)
    #expect(arrived.allSatisfy { $0.hasPrefix("POST /collect HTTP/1.1\r\n") })
    #expect(
      arrived.contains { $0.hasSuffix(#"{"title": "evening", "width": 160, "height": 100}"#) })
    withExtendedLifetime(pictures) {}
  }
}

enum Example {
  /// What the app's `--isolation` takes.
  enum Isolation: String, CaseIterable {
    case inProcess = "in-process"
    case worker
  }

  private static let executable =
    ProcessInfo.processInfo.environment["HERMETIC_EXAMPLE"]
    ?? "\(Hermetic.root)/.build/example/debug/PluginHost"

  static let isBuilt = FileManager.default.isExecutableFile(atPath: executable)

  /// The folder of a Python that a program can load.
  static let folder = Python.all.last(where: \.hasLibrary).map {
    URL(filePath: $0.path).deletingLastPathComponent().path
  }

  /// Runs the app on pictures that it makes for itself, in the folder `in` of the one that is returned.
  static func run(_ arguments: [String]) throws -> (Outcome, pictures: TestFolder) {
    let pictures = try TestFolder()
    let outcome = try HermeticTests.run(
      executable, arguments + ["\(pictures.path)/in"],
      environment: ["PATH": "\(folder ?? "/usr/bin"):/usr/bin:/bin", "VIRTUAL_ENV": ""])
    return (outcome, pictures)
  }
}

/// A port of this machine, and what was sent to it.
struct Listener: ~Copyable {
  let port: UInt16
  private let socket: Int32

  init() throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // SAFETY: the address is one of IPv4, as long as `length` says, and outlives the calls.
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { [socket] address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(socket, address, length) == 0 && listen(socket, 16) == 0
          && getsockname(socket, address, &length) == 0
      }
    }
    try #require(isListening)
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(socket) }

  /// All that has arrived since the last time, a text for each connection; whoever made them has ended.
  var arrived: [String] {
    var texts: [String] = []
    while true {
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else { return texts }
      let file = FileHandle(fileDescriptor: connection, closeOnDealloc: true)
      texts.append(String(decoding: file.readDataToEndOfFile(), as: UTF8.self))
    }
  }
}
