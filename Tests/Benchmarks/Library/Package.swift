// swift-tools-version: 6.2
import PackageDescription

// An app of its own, as users build one: what it measures is what they get.
let package = Package(
  name: "LibraryBenchmark",
  dependencies: [.package(name: "hermetic", path: "../../..")],
  targets: [
    .target(name: "CBaseline"),
    .executableTarget(
      name: "LibraryBenchmark",
      dependencies: ["CBaseline", .product(name: "Hermetic", package: "hermetic")],
      exclude: ["plugin.py", "other.py"]),
  ]
)
