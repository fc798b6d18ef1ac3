// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "PluginHost",
  dependencies: [
    // The name, so that it does not matter what the folder of a clone is called.
    .package(name: "hermetic", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "PluginHost",
      dependencies: [.product(name: "Hermetic", package: "hermetic")],
      resources: [.copy("Plugins")])
  ]
)
