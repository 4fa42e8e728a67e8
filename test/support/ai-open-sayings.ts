/** What people say of matters that no rule reads. */
export const OPEN_SAYINGS: readonly string[] = `The smoke test asks staging while production was deployed
The integration tests run before the database is migrated
The deploy script ignores its argument and always uses staging
The version in the tag and in package.json can differ
The test job builds with debug settings, the image with release settings
The step waits ten seconds instead of asking for readiness
The job named lint also publishes the documentation
Two jobs write to the same coverage file
The backup is deleted before the new one is complete
The script deletes the whole bucket when the prefix is empty
The integration tests never contact the service they are named after
The build output is uploaded but no job downloads it
The report step runs only when the tests succeed, although its purpose is failures
The release notes are written from the wrong branch
Windows is named in the readme as supported but no job runs there
The tests depend on today's date
The comparison uses the string 10 and so sorts before 9
The loop continues with the next package when one publication fails
The script prints the database password with set -x
The signature is checked with the key that was downloaded beside it
Approval is read from a label that anybody with triage rights can set
The image is built twice, once for the scan and once for the push
The linter runs after the long browser tests
Coverage is measured but no threshold fails
The health request accepts status 500
The migration runs before the backup has finished
The tests use SQLite while production uses PostgreSQL
The dist folder is uploaded with source maps that contain the sources
The step compares the version with itself
The variable STAGE is set and never read
The function is copied into three scripts and differs in one
The archive includes node_modules
The tag is created before the package is published
Pytest collects no file because the pattern is misspelt
The retry loop hides that the first attempt already published
The npm package is published from the workspace and not from the tested tarball
A temporary file with a fixed name is shared by two processes
The script takes the newest file in the folder, whichever it is
The compiler is called with one thread
The end-to-end tests run against the development server instead of the built site
The script reads the comment of an issue and evaluates it
The cleanup removes the containers of other builds on the machine
The documentation is built on each change although only its folder matters
The condition tests the branch name main, the default branch is called trunk
The job name says Node 18 but the step installs Node 20
The exit status of the test command is overwritten by the echo behind it
The database is created with a name that both jobs use
Lint results are written to a file that no step reads
Terraform applies a plan that was not the reviewed one
The staging URL is used for the production check
The package is published before its signature is created
The e2e job downloads the wrong artifact name, so it tests yesterday's build
The seed data is random, so a run cannot be repeated
The release job reads the version from the changelog while the tag comes from package.json
The comparison operator compares text, not numbers
The script retries the publication and may publish twice
Only English locale is tested
Database password is echoed when the connection fails
A wildcard deletes reports of other projects
The canary check reads the old instance
The typecheck step compiles a different tsconfig than the build
Benchmark results are compared with a file that the same step writes
Unit tests are started from the repository root and find the fixtures of another package
Redis is flushed while the other job still uses it
The preview address is guessed from the branch name and may belong to another branch
The mock server is never stopped
Docs are built with warnings allowed
The docker image contains the test fixtures
The success message is printed whether or not the upload worked
The step named Deploy only prepares a plan
The tests are run against the mocked payment service only
The release is announced in chat before the upload is complete
The package version is raised after the build, so the file carries the old one
The backup job dumps the schema without its rows
The e2e suite logs in with an administrator, so rights are never tested
The command exits before the background server has written its report
The deployment waits for the wrong pod
The script compares floating point times as text
The matrix value is never used in the steps
The upload to the bucket makes all objects public
The cleanup deletes branches that were merged elsewhere
A failed migration leaves the table locked
The test container listens on another port than the tests ask
The linter checks the compiled output and not the sources
The documentation link checker accepts redirects to error pages
The generated client is committed by the pipeline without review
Two releases on one day get the same version
The coverage of the second package overwrites that of the first
The script trusts the file name that an uploader chose
The gate counts lines of a log and breaks with the next tool version
The restore test never restores anything
The hash in the manifest is computed before the file is changed
The staging database is dropped by the production job
The performance numbers come from a debug build
The notification goes out even when nothing was deployed
The security scan looks at an empty folder
Images for arm64 are built and never tested
The docs job pushes straight to the main branch
The job builds for three browsers and tests one
The upload step publishes the coverage HTML of the wrong package
Smoke tests run against a cached page and not the new version
The job validates the schema of the old API only
Seeds are deleted before the dump is verified
The script parses the version with a pattern that misses two-digit numbers
The release is marked as latest even for old branches
The lint step checks only files that changed in the last commit
Acceptance tests skip themselves when the server is not reachable
Both jobs bind port 8080 on the same host
The bundle size check compares with a number that nobody updates
An empty list of packages makes the loop succeed
The message to the team names the wrong environment variable
The database is reset between the two halves of the test
The notarization step uses the debug archive
The integration suite is compiled but never started
The signing key is copied into the build folder
The job sleeps for a minute to let the cluster settle
Generated files are checked in before they are regenerated
The step checks the exit code of echo and not of the test command
The merge of translations overwrites newer texts
The documentation job installs the whole application only to read its version
A typo in the folder name means that no migration is found
The performance test measures the start of the container
Secrets are copied into the image by COPY . .
The rollback script restores the wrong table`.split("\n");
