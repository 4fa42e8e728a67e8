/**
 * Inputs of popular actions by major version. One row a line: action, majors, inputs. `!` behind an input: required; `!other`:
 * required unless `other` is passed. `~` behind the majors: releases of it still came after the row was written, so that it may
 * lack an input. Source: `action.yml` of the version's tags, those up to 2026-03 by way of actionlint's list of popular actions
 * (MIT), seen 2026-11-21. Majors whose inputs are not known for certain are left out.
 */
export const ACTION_METADATA_ROWS = `
actions/add-to-project 1~ github-token! label-operator labeled project-url!
actions/attest-build-provenance 2-3~ github-token push-to-registry show-summary subject-checksums subject-digest subject-name subject-path create-storage-record
actions/cache 1 key! path! restore-keys
actions/cache 2 key! path! restore-keys upload-chunk-size
actions/cache 3 key! path! restore-keys upload-chunk-size enableCrossOsArchive fail-on-cache-miss lookup-only save-always
actions/cache 4-5~ enableCrossOsArchive fail-on-cache-miss key! lookup-only path! restore-keys save-always upload-chunk-size
actions/cache/restore 3-5~ enableCrossOsArchive fail-on-cache-miss key! lookup-only path! restore-keys
actions/cache/save 3-5~ enableCrossOsArchive key! path! upload-chunk-size
actions/checkout 1 clean fetch-depth lfs path ref repository submodules token
actions/checkout 2 clean fetch-depth lfs path persist-credentials ref repository set-safe-directory ssh-key ssh-known-hosts ssh-strict submodules token
actions/checkout 3 clean fetch-depth github-server-url lfs path persist-credentials ref repository set-safe-directory ssh-key ssh-known-hosts ssh-strict submodules token sparse-checkout sparse-checkout-cone-mode fetch-tags show-progress filter ssh-user
actions/checkout 4~ clean fetch-depth fetch-tags filter github-server-url lfs path persist-credentials ref repository set-safe-directory show-progress sparse-checkout sparse-checkout-cone-mode ssh-key ssh-known-hosts ssh-strict ssh-user submodules token
actions/checkout 5~ clean fetch-depth fetch-tags filter github-server-url lfs path persist-credentials ref repository set-safe-directory show-progress sparse-checkout sparse-checkout-cone-mode ssh-key ssh-known-hosts ssh-strict ssh-user submodules token
actions/checkout 6~ clean fetch-depth fetch-tags filter github-server-url lfs path persist-credentials ref repository set-safe-directory show-progress sparse-checkout sparse-checkout-cone-mode ssh-key ssh-known-hosts ssh-strict ssh-user submodules token
actions/configure-pages 4-5~ enablement generator_config_file static_site_generator token
actions/delete-package-versions 5 delete-only-pre-release-versions delete-only-untagged-versions ignore-versions min-versions-to-keep num-old-versions-to-delete owner package-name! package-type! package-version-ids token
actions/dependency-review-action 4~ allow-dependencies-licenses allow-ghsas allow-licenses base-ref comment-summary-in-pr config-file deny-groups deny-licenses deny-packages external-repo-token fail-on-scopes fail-on-severity head-ref license-check repo-token retry-on-snapshot-warnings retry-on-snapshot-warnings-timeout show-openssf-scorecard vulnerability-check warn-on-openssf-scorecard-level warn-only show-patched-versions
actions/deploy-pages 3-4~ artifact_name error_count preview reporting_interval timeout token
actions/download-artifact 1 name! path
actions/download-artifact 2-3 name path
actions/download-artifact 4-7~ artifact-ids github-token merge-multiple name path pattern repository run-id
actions/first-interaction 1 issue-message pr-message repo-token!
actions/github-script 1-5 debug github-token previews result-encoding script! user-agent
actions/github-script 6 debug github-token previews result-encoding retries retry-exempt-status-codes script! user-agent base-url
actions/github-script 7-8~ base-url debug github-token previews result-encoding retries retry-exempt-status-codes script! user-agent
actions/labeler 5-6~ configuration-path dot pr-number repo-token sync-labels
actions/setup-dotnet 1 config-file dotnet-version include-prerelease owner source-url
actions/setup-dotnet 2 config-file dotnet-version global-json-file include-prerelease owner source-url dotnet-quality
actions/setup-dotnet 3 config-file dotnet-quality dotnet-version global-json-file owner source-url cache cache-dependency-path
actions/setup-dotnet 4~ cache cache-dependency-path config-file dotnet-quality dotnet-version global-json-file owner source-url workloads architecture
actions/setup-dotnet 5~ cache cache-dependency-path config-file dotnet-quality dotnet-version global-json-file owner source-url workloads architecture
actions/setup-go 2 check-latest go-version stable token go-version-file cache cache-dependency-path architecture
actions/setup-go 3 architecture cache cache-dependency-path check-latest go-version go-version-file token
actions/setup-go 4 architecture cache cache-dependency-path check-latest go-version go-version-file token
actions/setup-go 5~ architecture cache cache-dependency-path check-latest go-version go-version-file token
actions/setup-go 6~ architecture cache cache-dependency-path check-latest go-version go-version-file token go-download-base-url
actions/setup-java 1 architecture gpg-passphrase gpg-private-key java-package java-version! jdkFile server-id server-password server-username settings-path
actions/setup-java 2 architecture cache check-latest distribution! gpg-passphrase gpg-private-key java-package java-version!java-version-file jdkFile job-status overwrite-settings server-id server-password server-username settings-path token mvn-toolchain-id mvn-toolchain-vendor java-version-file cache-dependency-path
actions/setup-java 3 architecture cache check-latest distribution! gpg-passphrase gpg-private-key java-package java-version!java-version-file jdkFile job-status mvn-toolchain-id mvn-toolchain-vendor overwrite-settings server-id server-password server-username settings-path token java-version-file cache-dependency-path
actions/setup-java 4~ architecture cache cache-dependency-path check-latest distribution!java-version-file gpg-passphrase gpg-private-key java-package java-version java-version-file jdkFile job-status mvn-toolchain-id mvn-toolchain-vendor overwrite-settings server-id server-password server-username settings-path token
actions/setup-node 1 always-auth node-version registry-url scope version
actions/setup-node 2 always-auth architecture cache cache-dependency-path check-latest node-version node-version-file registry-url scope token version
actions/setup-node 3 always-auth architecture cache cache-dependency-path check-latest node-version node-version-file registry-url scope token
actions/setup-node 4~ always-auth architecture cache cache-dependency-path check-latest mirror mirror-token node-version node-version-file registry-url scope token
actions/setup-node 5~ always-auth package-manager-cache architecture cache cache-dependency-path check-latest mirror mirror-token node-version node-version-file registry-url scope token
actions/setup-node 6~ package-manager-cache architecture cache cache-dependency-path check-latest mirror mirror-token node-version node-version-file registry-url scope token
actions/setup-python 1 architecture python-version
actions/setup-python 2 architecture cache cache-dependency-path python-version token check-latest python-version-file
actions/setup-python 3 architecture cache cache-dependency-path python-version token check-latest python-version-file update-environment
actions/setup-python 4 architecture cache cache-dependency-path check-latest python-version python-version-file token update-environment allow-prereleases
actions/setup-python 5~ allow-prereleases architecture cache cache-dependency-path check-latest freethreaded python-version python-version-file token update-environment pip-version pip-install
actions/setup-python 6~ allow-prereleases architecture cache cache-dependency-path check-latest freethreaded python-version python-version-file token update-environment pip-version pip-install
actions/stale 9-10~ any-of-issue-labels any-of-labels any-of-pr-labels ascending close-issue-label close-issue-message close-issue-reason close-pr-label close-pr-message days-before-close days-before-issue-close days-before-issue-stale days-before-pr-close days-before-pr-stale days-before-stale debug-only delete-branch enable-statistics exempt-all-assignees exempt-all-issue-assignees exempt-all-issue-milestones exempt-all-milestones exempt-all-pr-assignees exempt-all-pr-milestones exempt-assignees exempt-draft-pr exempt-issue-assignees exempt-issue-labels exempt-issue-milestones exempt-milestones exempt-pr-assignees exempt-pr-labels exempt-pr-milestones ignore-issue-updates ignore-pr-updates ignore-updates include-only-assigned labels-to-add-when-unstale labels-to-remove-when-stale labels-to-remove-when-unstale only-issue-labels only-labels only-pr-labels operations-per-run remove-issue-stale-when-updated remove-pr-stale-when-updated remove-stale-when-updated repo-token stale-issue-label stale-issue-message stale-pr-label stale-pr-message start-date sort-by only-issue-types
actions/upload-artifact 1 name! path!
actions/upload-artifact 2 if-no-files-found name path! retention-days
actions/upload-artifact 3 if-no-files-found name path! retention-days include-hidden-files
actions/upload-artifact 4-6~ compression-level if-no-files-found include-hidden-files name overwrite path! retention-days
actions/upload-pages-artifact 1-3~ name path retention-days
aws-actions/configure-aws-credentials 4 audience aws-access-key-id aws-region! aws-secret-access-key aws-session-token disable-retry http-proxy inline-session-policy managed-session-policies mask-aws-account-id output-credentials output-env-credentials retry-max-attempts role-chaining role-duration-seconds role-external-id role-session-name role-skip-session-tagging role-to-assume special-characters-workaround unset-current-credentials use-existing-credentials web-identity-token-file
aws-actions/configure-aws-credentials 5-6~ audience aws-access-key-id aws-region! aws-secret-access-key aws-session-token disable-retry http-proxy inline-session-policy managed-session-policies mask-aws-account-id output-credentials output-env-credentials retry-max-attempts role-chaining role-duration-seconds role-external-id role-session-name role-skip-session-tagging role-to-assume special-characters-workaround unset-current-credentials use-existing-credentials web-identity-token-file action-timeout-s allowed-account-ids force-skip-oidc no-proxy
azure/login 2~ allow-no-subscriptions audience auth-type client-id creds enable-AzPSSession environment subscription-id tenant-id
codecov/codecov-action 1 aws_curl_args codecov_curl_args commit_parent directory env_vars fail_ci_if_error file files flags functionalities gcov_args gcov_executable gcov_path_exclude gcov_path_include gcov_prefix gcov_root_dir move_coverage_to_trash name network_filter override_branch override_build override_commit override_pr override_tag path_to_write_report root_dir token verbose working-directory xcode_derived_data xcode_package
codecov/codecov-action 2 commit_parent directory dry_run env_vars fail_ci_if_error file files flags functionalities move_coverage_to_trash name os override_branch override_build override_commit override_pr override_tag root_dir slug token url verbose version working-directory gcov gcov_args gcov_ignore gcov_include upstream_proxy xcode xcode_archive_path
codecov/codecov-action 3 commit_parent directory dry_run env_vars fail_ci_if_error file files flags functionalities gcov gcov_args gcov_ignore gcov_include move_coverage_to_trash name os override_branch override_build override_commit override_pr override_tag root_dir slug token url verbose version working-directory xcode xcode_archive_path network_filter network_prefix codecov_yml_path exclude swift gcov_executable upstream_proxy full_report
codecov/codecov-action 4 codecov_yml_path commit_parent directory disable_file_fixes disable_safe_directory disable_search dry_run env_vars exclude fail_ci_if_error file files flags git_service handle_no_reports_found job_code name network_filter network_prefix os override_branch override_build override_build_url override_commit override_pr plugin plugins report_code root_dir slug token url use_legacy_upload_endpoint use_oidc verbose version working-directory binary arm
codecov/codecov-action 5~ base_sha binary codecov_yml_path commit_parent directory disable_file_fixes disable_safe_directory disable_search disable_telem dry_run env_vars exclude fail_ci_if_error files flags force gcov_args gcov_executable gcov_ignore gcov_include git_service handle_no_reports_found job_code name network_filter network_prefix os override_branch override_build override_build_url override_commit override_pr plugins recurse_submodules report_code report_type root_dir run_command skip_validation slug swift_project token url use_legacy_upload_endpoint use_oidc use_pypi verbose version working-directory
docker/build-push-action 1 add_git_labels always_pull build_args cache_froms dockerfile labels password path push registry repository tag_with_ref tag_with_sha tags target username
docker/build-push-action 2 add-hosts allow build-args build-contexts builder cache-from cache-to cgroup-parent context file github-token labels load network no-cache outputs platforms pull push secret-files secrets shm-size ssh tags target ulimit no-cache-filters attests provenance sbom
docker/build-push-action 3 add-hosts allow build-args build-contexts builder cache-from cache-to cgroup-parent context file github-token labels load network no-cache no-cache-filters outputs platforms pull push secret-files secrets shm-size ssh tags target ulimit attests provenance sbom secret-envs annotations
docker/build-push-action 5~ add-hosts allow annotations attests build-args build-contexts builder cache-from cache-to cgroup-parent context file github-token labels load network no-cache no-cache-filters outputs platforms provenance pull push sbom secret-envs secret-files secrets shm-size ssh tags target ulimit call
docker/build-push-action 6~ add-hosts allow annotations attests build-args build-contexts builder cache-from cache-to cgroup-parent context file github-token labels load network no-cache no-cache-filters outputs platforms provenance pull push sbom secret-envs secret-files secrets shm-size ssh tags target ulimit call
docker/login-action 1-2 ecr logout password registry username
docker/login-action 3~ ecr logout password registry registry-auth username scope
docker/metadata-action 1 github-token images label-custom sep-labels sep-tags tag-custom tag-custom-only tag-edge tag-edge-branch tag-latest tag-match tag-match-group tag-match-latest tag-schedule tag-semver tag-sha
docker/metadata-action 2-3 bake-target flavor github-token images labels sep-labels sep-tags tags
docker/metadata-action 4 bake-target flavor github-token images labels sep-labels sep-tags tags context
docker/metadata-action 5~ annotations bake-target context flavor github-token images labels sep-annotations sep-labels sep-tags tags
docker/setup-buildx-action 1 buildkitd-flags config config-inline driver driver-opts endpoint install use version
docker/setup-buildx-action 2 append buildkitd-flags config config-inline driver driver-opts endpoint install platforms use version name cleanup
docker/setup-buildx-action 3~ append buildkitd-config buildkitd-config-inline buildkitd-flags cache-binary cleanup config config-inline driver driver-opts endpoint install keep-state name platforms use version
docker/setup-qemu-action 1-2 image platforms
docker/setup-qemu-action 3~ cache-image image platforms
dorny/paths-filter 3~ base filters! initial-fetch-depth list-files predicate-quantifier ref token working-directory
erlef/setup-beam 1~ disable_problem_matchers elixir-version github-token gleam-version hexpm-mirrors install-hex install-rebar otp-architecture otp-version rebar3-version version-file version-type
github/codeql-action/analyze 3-4~ add-snippets category check_name checkout_path cleanup-level expect-error matrix output post-processed-sarif-path ram ref sha skip-queries threads token upload upload-database wait-for-processing
github/codeql-action/autobuild 2-4~ matrix token working-directory
github/codeql-action/init 3-4~ analysis-kinds build-mode config config-file db-location debug debug-artifact-name debug-database-name dependency-caching external-repository-token languages matrix packs quality-queries queries ram registries setup-python-dependencies source-root threads token tools trap-caching
golangci/golangci-lint-action 1 args github-token only-new-issues version working-directory
golangci/golangci-lint-action 2 args github-token only-new-issues skip-build-cache skip-go-installation skip-pkg-cache version working-directory
golangci/golangci-lint-action 3 args github-token only-new-issues skip-build-cache skip-cache skip-pkg-cache version working-directory install-mode
golangci/golangci-lint-action 4 args github-token install-mode only-new-issues skip-build-cache skip-cache skip-pkg-cache version working-directory
golangci/golangci-lint-action 5 annotations args cache-invalidation-interval github-token install-mode only-new-issues skip-cache skip-save-cache version working-directory
golangci/golangci-lint-action 6-8 args cache-invalidation-interval github-token install-mode only-new-issues problem-matchers skip-cache skip-save-cache verify version working-directory
golangci/golangci-lint-action 9~ args cache-invalidation-interval github-token install-mode only-new-issues problem-matchers skip-cache skip-save-cache verify version working-directory debug experimental install-only version-file
google-github-actions/auth 2 backoff backoff_limit retries access_token_lifetime access_token_scopes access_token_subject audience cleanup_credentials create_credentials_file credentials_json delegates export_environment_variables id_token_audience id_token_include_email project_id request_reason service_account token_format universe workload_identity_provider
google-github-actions/auth 3~ access_token_lifetime access_token_scopes access_token_subject audience cleanup_credentials create_credentials_file credentials_json delegates export_environment_variables id_token_audience id_token_include_email project_id request_reason service_account token_format universe workload_identity_provider
google-github-actions/setup-gcloud 2 install_components project_id skip_install skip_tool_cache version
google-github-actions/setup-gcloud 3~ cache install_components project_id skip_install version
goreleaser/goreleaser-action 1 args key version workdir
goreleaser/goreleaser-action 2-3 args distribution install-only version workdir
goreleaser/goreleaser-action 5-6~ args distribution install-only version workdir version-file
gradle/wrapper-validation-action 2-3 allow-checksums allow-snapshots min-wrapper-count
hashicorp/setup-terraform 2-3~ cli_config_credentials_hostname cli_config_credentials_token terraform_version terraform_version_file terraform_wrapper
jamesives/github-pages-deploy-action 4~ attempt-limit branch clean clean-exclude commit-message dry-run folder! force git-config-email git-config-name repository-name silent single-commit ssh-key tag target-folder token
msys2/setup-msys2 2~ cache install location msystem pacboy path-type platform-check-severity release update
ncipollo/release-action 1~ allowUpdates artifact artifactContentType artifactErrorsFailBuild artifacts body bodyFile commit discussionCategory draft generateReleaseNotes generateReleaseNotesPreviousTag immutableCreate makeLatest name omitBody omitBodyDuringUpdate omitDraftDuringUpdate omitName omitNameDuringUpdate omitPrereleaseDuringUpdate owner prerelease removeArtifacts replacesArtifacts repo skipIfReleaseExists tag token updateOnlyUnreleased
peaceiris/actions-gh-pages 3-4 allow_empty_commit cname commit_message deploy_key destination_dir disable_nojekyll enable_jekyll exclude_assets external_repository force_orphan full_commit_message github_token keep_files personal_token publish_branch publish_dir tag_message tag_name user_email user_name
peaceiris/actions-hugo 2-3 extended hugo-version
peter-evans/create-or-update-comment 4-5~ append-separator body body-file body-path comment-id edit-mode issue-number reactions reactions-edit-mode repository token
peter-evans/create-pull-request 1 assignees author-email author-name base body branch branch-suffix commit-message committer-email committer-name labels milestone project project-column reviewers team-reviewers title token!
peter-evans/create-pull-request 2 assignees author base body branch branch-suffix commit-message committer draft labels milestone path project project-column request-to-parent reviewers team-reviewers title token
peter-evans/create-pull-request 3 add-paths assignees author base body branch branch-suffix commit-message committer delete-branch draft labels milestone path push-to-fork reviewers signoff team-reviewers title token
peter-evans/create-pull-request 4 add-paths assignees author base body branch branch-suffix commit-message committer delete-branch draft labels milestone path push-to-fork reviewers signoff team-reviewers title token body-path
peter-evans/create-pull-request 6 add-paths assignees author base body body-path branch branch-suffix commit-message committer delete-branch draft git-token labels milestone path push-to-fork reviewers signoff team-reviewers title token
peter-evans/create-pull-request 7-8~ add-paths assignees author base body body-path branch branch-suffix branch-token commit-message committer delete-branch draft labels maintainer-can-modify milestone path push-to-fork reviewers sign-commits signoff team-reviewers title token
ruby/setup-ruby 1~ bundler bundler-cache cache-version ruby-version rubygems self-hosted token windows-toolchain working-directory
shivammathur/setup-php 2~ coverage extensions github-token ini-file ini-values php-version php-version-file tools
softprops/action-gh-release 1 append_body body body_path discussion_category_name draft fail_on_unmatched_files files generate_release_notes name prerelease repository tag_name target_commitish token
softprops/action-gh-release 2~ append_body body body_path discussion_category_name draft fail_on_unmatched_files files generate_release_notes make_latest name overwrite_files prerelease preserve_order previous_tag repository tag_name target_commitish token working_directory
subosito/flutter-action 2~ architecture cache cache-key cache-path channel dry-run flutter-version flutter-version-file git-source pub-cache pub-cache-key pub-cache-path
swatinem/rust-cache 2~ add-job-id-key add-rust-environment-hash-key cache-all-crates cache-bin cache-directories cache-on-failure cache-provider cache-targets cache-workspace-crates cmd-format env-vars key lookup-only prefix-key save-if shared-key workspaces
`;
