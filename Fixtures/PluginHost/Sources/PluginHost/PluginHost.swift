// A small app that lets other people's Python work on its pictures:
//
//     swift run --package-path Fixtures/PluginHost PluginHost
//     swift run --package-path Fixtures/PluginHost PluginHost --isolation worker
//     swift run --package-path Fixtures/PluginHost PluginHost --trusting

import Foundation
import Hermetic

@main
struct PluginHost {
  static func main() async {
    do {
      try await run(Options(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("PluginHost: \(error)\n".utf8))
      exit(1)
    }
  }

  static func run(_ options: Options) async throws {
    let pictures = try picturesIn(options.pictures)
    let collector = try options.collector == nil ? Collector() : nil
    let port = options.collector ?? collector?.port ?? 0

    let python = try await PythonRuntime.load()
    print("Python \(python.version), \(pictures.count) pictures in \(options.pictures.path)\n")
    let pipeline = try await Pipeline(
      python, options, reportingTo: "http://127.0.0.1:\(port)/collect")

    let output = options.pictures.appending(path: "out")
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    for picture in pictures {
      let product = try await pipeline.process(picture)
      print(picture.lastPathComponent)
      for line in product.lines { print("  \(line)") }
      let file = output.appending(path: picture.lastPathComponent)
      try product.frame.file.write(to: file)
      print("  written: out/\(file.lastPathComponent), \(product.frame.size)\n")
    }

    let refusals = pipeline.refusals.sorted { $0.key < $1.key }
    print("refused in all:\(refusals.isEmpty ? " nothing" : "")")
    for (refusal, times) in refusals { print("  \(refusal), \(times) times") }
    if let collector {
      let requests = collector.requests()
      print("the collector on port \(port) received \(requests.count) requests")
      for request in requests { print("  \(request.split(separator: "\r\n").last ?? "")") }
    }
  }

  /// The pictures of a folder; two are made where there is no such folder.
  static func picturesIn(_ folder: URL) throws -> [URL] {
    let files = FileManager.default
    if !files.fileExists(atPath: folder.path) {
      try files.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, sun) in [("morning", 0.2), ("evening", 0.8)] {
        try Frame.landscape(width: 640, height: 400, sun: sun).file
          .write(to: folder.appending(path: "\(name).ppm"))
      }
    }
    return try files.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "ppm" }
      .sorted { $0.path < $1.path }
  }
}
