import CBaseline
import Foundation
import Hermetic

// Prints lines of `name<TAB>microseconds`, medians of several rounds, the kinds taking turns.

let words = CommandLine.arguments.dropFirst()
let folder = URL(filePath: #filePath).deletingLastPathComponent().path
let python = try await PythonRuntime.load(
  words.first { $0.hasPrefix("/") }.map { .executable($0) } ?? .automatic)
let plugin = try await python.plugin(at: folder + "/plugin.py", policy: .blockAll)
let other = try await python.plugin(at: folder + "/other.py", policy: .noNetwork)
let worker = try await python.plugin(
  at: folder + "/plugin.py", policy: .blockAll, isolation: .worker)
let megabyte = Data(repeating: 7, count: 1 << 20)

/// Something to be measured.
struct Kind: Sendable {
  let name: String
  let count: Int
  let run: @Sendable (Int) async throws -> Void
}

let kinds = [
  Kind(name: "awaited call", count: 2000) { count in
    for _ in 0..<count { try await plugin.call("nothing") }
  },
  Kind(name: "call in a batch", count: 20000) { count in
    try await python.run { batch in
      for _ in 0..<count { try batch.call(plugin, "nothing") }
    }
  },
  Kind(name: "call in a batch, of two plugins in turns", count: 20000) { count in
    try await python.run { batch in
      for _ in 0..<count / 2 {
        try batch.call(plugin, "nothing")
        try batch.call(other, "nothing")
      }
    }
  },
  Kind(name: "1 MB of Data in and out", count: 50) { count in
    for _ in 0..<count {
      let back: Data = try await plugin.call("echo", megabyte)
      precondition(back.count == megabyte.count)
    }
  },
  Kind(name: "worker, awaited call", count: 1000) { count in
    for _ in 0..<count { try await worker.call("nothing") }
  },
  Kind(name: "worker, 1 MB of Data in and out", count: 50) { count in
    for _ in 0..<count {
      let back: Data = try await worker.call("echo", megabyte)
      precondition(back.count == megabyte.count)
    }
  },
]

var found: [String: [Double]] = [:]
for _ in 0..<11 {
  let inC = python.withInterpreter { baseline_call("plugin", "nothing", 20000) }
  found["the call in C", default: []].append(inC / 1000)
  for kind in kinds {
    let time = try await Task.detached {
      try await ContinuousClock().measure { try await kind.run(kind.count) }
    }.value
    let micros = Double(time.components.seconds) * 1e6 + Double(time.components.attoseconds) / 1e12
    found[kind.name, default: []].append(micros / Double(kind.count))
  }
}
for name in ["the call in C"] + kinds.map(\.name) {
  let times = (found[name] ?? []).sorted()
  print("\(name)\t\(times[times.count / 2])")
}
