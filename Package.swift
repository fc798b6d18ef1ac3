// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is compiled with.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// What every C target is compiled with.
let cSettings: [CSetting] = [.define("_GNU_SOURCE"), .treatAllWarnings(as: .error)]

/// The same, with nothing seen from outside but what says so.
let hidden = cSettings + [.unsafeFlags(["-fvisibility=hidden"])]

/// Only libc's calls that CInterposition takes the place of are seen from outside.
let exports = [
  "-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/CInterposition/exports.map",
]

let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "hermetic",
  products: [
    .executable(name: "hermetic", targets: ["HermeticCLI"]),
    .library(name: "Hermetic", targets: ["Hermetic"]),
    .library(name: "HermeticAttach", type: .dynamic, targets: ["HermeticAttach"]),
    .library(name: "HermeticCarrier", type: .dynamic, targets: ["HermeticCarrier"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
  ],
  targets: [
    .target(name: "CHermetic", cSettings: cSettings),
    .target(name: "CCarrying", cSettings: cSettings),
    // Needs nothing of Swift, which would have to be loaded into every program that a run starts.
    .target(
      name: "HermeticCarrier", dependencies: ["CCarrying"], cSettings: hidden,
      linkerSettings: [.unsafeFlags(["-nostartfiles", "-static-stdlib"])]),
    .target(
      name: "CInterposition", dependencies: ["CHermetic", "CCarrying"], exclude: ["exports.map"],
      // A sanitizer's runtime calls libc, and so these, before it is ready for code that it watches.
      cSettings: cSettings + [.unsafeFlags(["-fno-sanitize=all"])]),
    .target(name: "HermeticPolicy", swiftSettings: settings),
    .target(name: "HermeticTOML", swiftSettings: settings),
    .target(
      name: "HermeticSession", dependencies: ["HermeticPolicy", "CHermetic", system],
      swiftSettings: settings),
    .target(
      name: "HermeticShim", path: "PythonShim", exclude: ["hermetic/py.typed"],
      resources: [
        .embedInCode("hermetic/__init__.py"), .embedInCode("hermetic/_scopes.py"),
        .embedInCode("hermetic/_asking.py"), .embedInCode("hermetic/_seal.py"),
        .embedInCode("hermetic/_starts.py"), .embedInCode("hermetic/_hosting.py"),
        .embedInCode("hermetic/_guards.py"), .embedInCode("hermetic/_pytest_plugin.py"),
        .embedInCode("hermetic/_pytest_violations.py"), .embedInCode("hermetic/_pytest_wishes.py"),
        .embedInCode("hermetic/__init__.pyi"), .embedInCode("hermetic/blocker.pyi"),
        .embedInCode("hermetic/errors.pyi"), .embedInCode("hermetic/profiles.pyi"),
      ],
      swiftSettings: settings),
    .target(
      name: "HermeticPython",
      dependencies: ["HermeticSession", "HermeticPolicy", "HermeticShim", "CHermetic", system],
      swiftSettings: settings),
    .target(
      name: "HermeticKernel",
      dependencies: ["HermeticSession", "HermeticPolicy", "CHermetic", system],
      swiftSettings: settings),
    .target(
      name: "HermeticEngine",
      dependencies: [
        "HermeticPython", "HermeticKernel", "HermeticSession", "HermeticPolicy", "CHermetic",
        "CCarrying", system,
      ],
      swiftSettings: settings),
    // For executables alone: a library that is loaded into other programs must not have it.
    .target(
      name: "CWorkerStart", dependencies: ["CHermetic", "CInterposition"], cSettings: cSettings),
    .target(
      name: "Hermetic",
      dependencies: [
        "HermeticEngine", "HermeticPython", "HermeticPolicy", "CInterposition", "CWorkerStart",
        .product(name: "BigInt", package: "BigInt"),
      ],
      swiftSettings: settings),
    .target(
      name: "HermeticAttach", dependencies: ["HermeticEngine", "CHermetic", "CInterposition"],
      swiftSettings: settings,
      linkerSettings: [
        .unsafeFlags(["-static-stdlib"] + exports)
      ]),
    .executableTarget(
      name: "HermeticCLI",
      dependencies: [
        "HermeticEngine", "HermeticPolicy", "HermeticKernel", "HermeticSession", "HermeticShim",
        "HermeticTOML", "CInterposition", "CWorkerStart",
        .product(name: "ArgumentParser", package: "swift-argument-parser"), system,
      ],
      swiftSettings: settings,
      linkerSettings: [
        .unsafeFlags(["-Xlinker", "--export-dynamic"] + exports)
      ]),
    .testTarget(
      name: "HermeticPolicyTests", dependencies: ["HermeticPolicy"], swiftSettings: settings),
    .testTarget(
      name: "HermeticTOMLTests", dependencies: ["HermeticTOML"], swiftSettings: settings),
    .target(name: "CMallocCounter", path: "Tests/CMallocCounter", cSettings: cSettings),
    .testTarget(
      name: "HermeticSessionTests",
      dependencies: ["HermeticSession", "HermeticPolicy", "CMallocCounter"],
      swiftSettings: settings),
    .testTarget(
      name: "HermeticKernelTests",
      dependencies: [
        "HermeticKernel", "HermeticSession", "HermeticPolicy", "CHermetic", system,
      ],
      exclude: ["Golden"],
      swiftSettings: settings),
    .testTarget(
      name: "HermeticTests", dependencies: ["HermeticPolicy"], swiftSettings: settings),
    .testTarget(
      name: "HermeticLibraryTests",
      dependencies: ["Hermetic", .product(name: "BigInt", package: "BigInt")],
      exclude: ["Plugins"],
      swiftSettings: settings),
    .testTarget(
      name: "HermeticEngineTests",
      dependencies: [
        "HermeticEngine", "HermeticPython", "HermeticSession", "HermeticPolicy", "CHermetic",
        "CWorkerStart", system,
      ],
      swiftSettings: settings),
  ]
)
