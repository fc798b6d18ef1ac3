import Foundation
import Hermetic

/// What the command line asks for.
struct Options {
  /// How far the app trusts its plugins.
  enum Trust {
    /// Each has a policy of its own.
    case policies
    /// They may do whatever the app may: to see what the policies are for.
    case full
  }

  var trust = Trust.policies
  /// Where the plugin runs that is trusted least.
  var isolation = PluginIsolation.inProcess
  /// Somebody else's collector, by its port; nil for the app's own.
  var collector: UInt16?
  /// Where the pictures are; some are made there if there is no such folder.
  var pictures = FileManager.default.temporaryDirectory.appending(path: "plugin-host")

  static let usage = """
    usage: PluginHost [--trusting] [--isolation in-process|worker] [--collector PORT] [FOLDER]
    """

  struct UsageError: Error, CustomStringConvertible {
    let description: String
  }

  init(_ arguments: some Sequence<String>) throws(UsageError) {
    var rest = arguments.makeIterator()
    while let argument = rest.next() {
      switch argument {
      case "--trusting": trust = .full
      case "--isolation":
        switch rest.next() {
        case "in-process": isolation = .inProcess
        case "worker": isolation = .worker
        default: throw UsageError(description: Self.usage)
        }
      case "--collector":
        guard let port = rest.next().flatMap({ UInt16($0) }) else {
          throw UsageError(description: Self.usage)
        }
        collector = port
      case _ where argument.hasPrefix("-"): throw UsageError(description: Self.usage)
      default: pictures = URL(filePath: argument, directoryHint: .isDirectory).absoluteURL
      }
    }
  }
}
