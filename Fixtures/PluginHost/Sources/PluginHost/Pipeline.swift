import Foundation
import Hermetic

/// Takes a picture through three plugins, each under a policy of its own; goes on without one that breaks its.
struct Pipeline {
  private let thumbnail: Plugin
  private let steps: [Step]

  /// What is done to a frame, and who does it.
  struct Step {
    let plugin: Plugin
    let apply: @Sendable (Plugin, Frame, _ title: String) async throws(PythonError) -> Frame
  }

  init(_ python: PythonRuntime, _ options: Options, reportingTo url: String) async throws {
    let plugins = Bundle.module.bundleURL.appending(path: "Plugins")
    func load(
      _ name: String, _ policy: Policy, _ isolation: PluginIsolation = .inProcess
    ) async throws -> Plugin {
      var plugin = try await python.plugin(
        at: plugins.appending(path: name).path,
        policy: options.trust == .full ? Policy() : policy, isolation: isolation)
      // A plugin that hangs is a plugin that fails.
      plugin.timeout = .seconds(10)
      return plugin
    }

    // The one that reads files may read the pictures, and nothing else of the user's.
    var reading = Policy.blockAll
    try reading.grant(.readFile, options.pictures.path)
    thumbnail = try await load("thumbnail.py", reading)

    // The others are given pixels and return pixels: they read what they are made of. One grant closes all else.
    var computing = Policy.blockAll
    try computing.grant(.readFile, plugins.path)
    let caption = try await load("caption", computing)

    // Nobody knows the third one's author. In a worker it can be limited, too.
    if options.isolation == .worker { try computing.limit(.memory, "512M") }
    let sharpen = try await load("sharpen", computing, options.isolation)
    try await sharpen.set("REPORT_TO", url)

    steps = [
      Step(plugin: caption) { plugin, frame, title throws(PythonError) in
        try await plugin.call("draw", frame, title)
      },
      Step(plugin: sharpen) { plugin, frame, title throws(PythonError) in
        try await plugin.call("sharpen", frame, title: title, amount: 0.6)
      },
    ]
  }

  /// A picture that has been through all plugins but those that failed.
  struct Product {
    let frame: Frame
    let lines: [String]
  }

  func process(_ picture: URL) async throws(PythonError) -> Product {
    let title = picture.deletingPathExtension().lastPathComponent
    // Without this one there is nothing to go on with: its error is the caller's.
    var frame: Frame = try await thumbnail.call("open", picture.path, width: 160)
    var lines = ["\(thumbnail.name): \(frame.size)"]
    for step in steps {
      do {
        frame = try await step.apply(step.plugin, frame, title)
        lines.append("\(step.plugin.name): done")
      } catch {
        lines.append("\(step.plugin.name): \(Self.report(error))")
      }
    }
    return Product(frame: frame, lines: lines)
  }

  /// What became of a step that failed, for the user.
  private static func report(_ error: PythonError) -> String {
    guard let violation = error.violation else { return "failed: \(error)" }
    let place = violation.caller.map { caller in
      let file = URL(filePath: caller.file).pathComponents.suffix(2).joined(separator: "/")
      return "\(file):\(caller.line), in \(caller.function)"
    }
    return """
      BLOCKED: \(violation.message)
          at \(place ?? "machine code")
          rule: \(violation.rule)
          the picture goes on without it
      """.replacing("\n", with: "\n  ")
  }

  /// All that was refused, also what nobody noticed: libraries try things that they can do without.
  var refusals: [String: Int] {
    let plugins = [thumbnail] + steps.map(\.plugin)
    return plugins.flatMap(\.recentViolations)
      .reduce(into: [:]) { $0["\($1.plugin): \($1.message)", default: 0] += 1 }
  }
}
